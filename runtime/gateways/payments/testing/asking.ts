import type { PaymentStandIn } from '../stand-in/server.ts';

/** What most requests of the specs ask for. */
export const payment = {
  reference: 'r-1',
  orderId: 'order-1',
  customerId: 'customer-1',
  amount: 1_000,
  currency: 'EUR',
};

/** `http` is the status; everything else is the answer's body, its text and its headers. */
export async function post(to: PaymentStandIn, path: string, body: object, key: string | null = 'k-1', headers = {}) {
  const response = await fetch(`${to.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== null && { 'idempotency-key': key }), ...headers },
    body: JSON.stringify(body),
  });
  const text = await response.text();
  const answer = JSON.parse(text) as Record<string, unknown>;
  return { ...answer, id: String(answer.id), http: response.status, headers: response.headers, text };
}

export const get = async (to: PaymentStandIn, path: string): Promise<unknown> =>
  (await fetch(`${to.url}${path}`)).json();

/** Authorises 10.00 EUR and captures this much of it. */
export async function captured(to: PaymentStandIn, amount = 1_000) {
  const { id } = await post(to, '/authorisations', payment, 'k-authorise');
  const path = `/authorisations/${id}`;
  const capture = await post(to, `${path}/captures`, { ...payment, reference: 'r-2', amount }, 'k-capture');
  return { path, capture };
}
