import { describe, expect, it, onTestFinished } from 'vitest';
import { pending, unbroken } from '../testing/effects.ts';
import { problemAnswer, type ScriptedStep, scriptedServer } from '../testing/scripted-server.ts';
import type { PaymentCall } from './calls.ts';
import { createPaymentClient } from './client.ts';

const reference = 'order-1/authorise';
const call: PaymentCall = {
  operation: 'authorise',
  orderId: 'order-1',
  customerId: 'customer-1',
  money: { amount: 1_999, currency: 'EUR' },
};
const operation = {
  id: 'theirs-1',
  kind: 'authorisation',
  reference,
  orderId: 'order-1',
  amount: 1_999,
  currency: 'EUR',
  status: 'succeeded',
  code: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  expiresAt: '2026-01-08T00:00:00.000Z',
};
const done = {
  status: 'done',
  reference: 'theirs-1',
  detail: { amount: '1999', currency: 'EUR', at: '1767225600000', expiresAt: '1767830400000' },
};

async function clientOf(...steps: ScriptedStep[]) {
  const server = await scriptedServer(...steps);
  const client = createPaymentClient({ url: server.url, apiKey: 'secret' });
  onTestFinished(() => client.close());
  return { server, client };
}

describe('given a payment provider', () => {
  it.each<[string, PaymentCall]>([
    ['/authorisations', call],
    ['/authorisations/a%2F1/captures', { ...call, operation: 'capture', of: 'a/1' }],
    ['/captures/c-1/refunds', { ...call, operation: 'refund', of: 'c-1' }],
  ])('when money is to be moved, then %s is asked with key, reference and amount', async (path, call) => {
    const { server, client } = await clientOf(problemAnswer(402, 'card-declined'));
    await client.send(call, pending({ idempotencyKey: 'the-key' }), unbroken());
    expect(server.seen).toMatchObject([
      { method: 'POST', path, headers: { 'idempotency-key': 'the-key', authorization: 'Bearer secret' } },
    ]);
    expect(server.seen[0]?.body).toEqual({
      reference,
      orderId: 'order-1',
      customerId: 'customer-1',
      amount: 1_999,
      currency: 'EUR',
    });
  });

  it('when money is to be set free, then no amount is sent, and none expected', async () => {
    const { server, client } = await clientOf({ status: 201, body: { ...operation, kind: 'void', expiresAt: null } });
    const voiding: PaymentCall = { operation: 'void', orderId: 'order-1', customerId: 'customer-1', of: 'a-1' };
    const answer = await client.send(voiding, pending(), unbroken());
    expect(answer).toMatchObject({ status: 'done', detail: { amount: '1999' } });
    expect(server.seen[0]).toMatchObject({ path: '/authorisations/a-1/voids' });
    expect(server.seen[0]?.body).not.toHaveProperty('amount');
  });

  it('when it succeeds, then the answer holds what the fact keeps', async () => {
    const { client } = await clientOf({ status: 201, body: { ...operation, addedLater: true } });
    expect(await client.send(call, pending(), unbroken())).toEqual(done);
  });

  it('when it declines, then that is a refusal with its code', async () => {
    const { client } = await clientOf(problemAnswer(402, 'insufficient-funds'));
    expect(await client.send(call, pending(), unbroken())).toEqual({ status: 'refused', code: 'insufficient-funds' });
  });

  it('when the installation has a name, then it stands before key and reference', async () => {
    const scoped = { ...operation, reference: 'shop/order-1/authorise' };
    const server = await scriptedServer({ status: 201, body: scoped }, { status: 200, body: { operations: [scoped] } });
    const client = createPaymentClient({ url: server.url, scope: 'shop' });
    onTestFinished(() => client.close());
    expect(await client.send(call, pending(), unbroken())).toEqual(done);
    expect(await client.lookUp(call, reference, unbroken())).toMatchObject({ status: 'found', answer: done });
    expect(server.seen).toMatchObject([
      { headers: { 'idempotency-key': 'shop/order-1/authorise' }, body: { reference: 'shop/order-1/authorise' } },
      { path: '/operations?kind=authorisation&reference=shop%2Forder-1%2Fauthorise' },
    ]);
  });

  it('when the effect has no reference, then nothing is sent', async () => {
    const { server, client } = await clientOf('hang');
    const sent = client.send(call, pending({ reference: null }), unbroken());
    await expect(sent).rejects.toMatchObject({ code: 'effect-invalid' });
    expect(server.seen).toEqual([]);
  });

  it.each<[string, ScriptedStep]>([
    ['with (wrong: the body)', { status: 200, body: '<h1>It works!</h1>', headers: { 'content-type': 'text/html' } }],
    ['(wrong: the body)', { status: 201, body: [operation] }],
    ['(wrong: id, amount)', { status: 201, body: { ...operation, id: '', amount: '1999' } }],
    ['(wrong: status)', { status: 201, body: { ...operation, status: 'pending' } }],
    ['(wrong: createdAt)', { status: 201, body: { ...operation, createdAt: 'yesterday' } }],
    ['(wrong: amount)', { status: 201, body: { ...operation, amount: 19.99 } }],
    ['of another amount', { status: 201, body: { ...operation, amount: 2_000 } }],
    ['of another currency', { status: 201, body: { ...operation, currency: 'USD' } }],
    ['of another reference', { status: 201, body: { ...operation, reference: 'order-2/authorise' } }],
    ['of another orderId', { status: 201, body: { ...operation, orderId: 'order-2' } }],
    ['of another kind', { status: 201, body: { ...operation, kind: 'refund' } }],
    ['declined operation without a code', { status: 201, body: { ...operation, status: 'declined' } }],
    ['202', { status: 202, body: operation }],
  ])('when the answer is wrong (%s), then it is not believed, and the message shows no content', async (said, step) => {
    const { client } = await clientOf(step);
    const failure = await client.send(call, pending(), unbroken()).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider-answer-invalid' });
    expect((failure as Error).message).toContain(said.replace('with ', ''));
    expect((failure as Error).message).not.toMatch(/It works|yesterday|19\.99|order-2/);
  });
});

describe('given a provider that is asked by our reference', () => {
  const lookUp = async (...steps: ScriptedStep[]) => {
    const { server, client } = await clientOf(...steps);
    return { server, answer: client.lookUp(call, 'order-1/authorise', unbroken()) };
  };
  const declined = { ...operation, id: 'theirs-0', status: 'declined', code: 'card-declined' };
  const later = { ...operation, id: 'theirs-2', createdAt: '2026-01-02T00:00:00.000Z' };

  it('when it knows nothing, then it is absent', async () => {
    const { server, answer } = await lookUp({ status: 200, body: { operations: [] } });
    expect(await answer).toEqual({ status: 'absent' });
    expect(server.seen[0]?.path).toBe('/operations?kind=authorisation&reference=order-1%2Fauthorise');
  });

  it('when it knows a success, then that is the answer', async () => {
    const { answer } = await lookUp({ status: 200, body: { operations: [declined, operation] } });
    expect(await answer).toEqual({ status: 'found', answer: done, others: 0 });
  });

  it('when it knows only a decline, then that is the answer', async () => {
    const { answer } = await lookUp({ status: 200, body: { operations: [declined] } });
    expect(await answer).toEqual({ status: 'found', answer: { status: 'refused', code: 'card-declined' }, others: 0 });
  });

  it('when it was done twice, then the first counts, and the other is told of', async () => {
    const { answer } = await lookUp({ status: 200, body: { operations: [later, operation] } });
    expect(await answer).toEqual({ status: 'found', answer: done, others: 1 });
  });

  it.each<[string, ScriptedStep]>([
    ['a 404 of a proxy', { status: 404, body: 'Not Found' }],
    ['a refusal', problemAnswer(404, 'no-such-path')],
    ['no list', { status: 200, body: {} }],
    ['HTML', { status: 200, body: '<p>', headers: { 'content-type': 'text/html' } }],
    ['the operation of another order', { status: 200, body: { operations: [{ ...operation, orderId: 'order-2' }] } }],
  ])('when the answer is %s, then it is never taken for absent', async (_, step) => {
    const { answer } = await lookUp(step);
    await expect(answer).rejects.toMatchObject({ code: 'provider-answer-invalid' });
  });
});
