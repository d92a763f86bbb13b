import createFetchClient, { type Client } from 'openapi-fetch';
import type { Paths } from './paths.ts';
import { patiently } from './patience.ts';
import { ProblemError } from './problem-error.ts';

export type LongplayClient = Client<Paths>;

export type ClientOptions = {
  /** Where the API is, such as http://127.0.0.1:8080. */
  readonly baseUrl: string;
  /** A key of the installation or a token of its issuer, or what gives the present one; left out: none is shown. */
  readonly credential?: string | (() => string | Promise<string>);
  /**
   * Seconds that a write waits for its outcome (Prefer: wait=N), where the call says nothing else; the API grants 30 at
   * most. Default 0: a write is answered 202 at once.
   */
  readonly wait?: number;
  /**
   * How long a call is repeated while the API cannot be reached, is overloaded or asks to come back later (429, 503), ms.
   * A write that is repeated keeps its Idempotency-Key, so that it is done once. Default 0: never.
   */
  readonly patience?: number;
  /** Default: the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
};

const writing = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * The API, typed by its OpenAPI document: `client.GET('/orders/{orderId}', { params: { path: { orderId } } })`. Every write
 * gets an Idempotency-Key of its own unless the call names one: name one where the same write may be sent again later, by
 * another call or after a restart.
 */
export function createClient(options: ClientOptions): LongplayClient {
  const { baseUrl, credential, wait = 0, patience = 0, fetch: ask = request => fetch(request) } = options;
  const client = createFetchClient<Paths>({ baseUrl, fetch: patience > 0 ? patiently(ask, patience) : ask });
  client.use({
    onRequest: async ({ request }) => {
      const { headers, method } = request;
      if (credential !== undefined && !headers.has('authorization')) {
        headers.set('authorization', `Bearer ${typeof credential === 'string' ? credential : await credential()}`);
      }
      if (!writing.has(method)) return;
      if (!headers.has('idempotency-key')) headers.set('idempotency-key', crypto.randomUUID());
      if (wait > 0 && !headers.has('prefer')) headers.set('prefer', `wait=${wait}`);
    },
  });
  return client;
}

type Answer<D> = { readonly data?: D; readonly error?: unknown; readonly response: Response };

/**
 * What a call was answered.
 * @throws ProblemError where that is no success.
 */
export async function answered<D>(call: Promise<Answer<D>>): Promise<D> {
  const { data, error, response } = await call;
  if (!response.ok) throw new ProblemError(response, error);
  return data as D;
}
