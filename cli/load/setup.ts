import type { Request } from '../../api/requests/request.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Connection } from '../connect/connection.ts';
import { followTopic } from '../tail/follow.ts';
import { offer, receive, register } from './asks.ts';
import { receivedOf } from './catalogue.ts';
import type { Names } from './names.ts';
import type { Outbox } from './outbox.ts';
import { needsOf } from './plan.ts';

export type SetupOptions = {
  readonly connection: Pick<Connection, 'log' | 'prefix' | 'logger'>;
  readonly put: Outbox['put'];
  readonly names: Names;
  readonly orders: number;
  readonly signal: AbortSignal;
};

/** Given up after so long, ms, in which nothing of what is missing was heard of. */
const PATIENCE_MS = 60_000;

/** Makes sure of products, customers and stock: asks for what is not there, and waits until it is, or the signal. Answers how much was missing. */
export async function setUp(options: SetupOptions): Promise<number> {
  const { titles, editions, customers } = needsOf(options.names, options.orders);
  const skus = [...titles, ...editions];
  const missing = await Promise.all([
    ensure(options, 'products', new Map(skus.map(sku => [sku, offer(options.names.seed, sku)]))),
    ensure(options, 'customers', new Map(customers.map(id => [id, register(id)]))),
    ensure(
      options,
      'stock',
      new Map([...skus.map(sku => [sku, receive(sku, receivedOf(options.names, sku))] as const)]),
    ),
  ]);
  return missing.reduce((sum, one) => sum + one, 0);
}

/** Waits until a fact is known of each key; the request for it is sent where none is. */
async function ensure({ connection, put, signal }: SetupOptions, name: string, wanted: Map<string, Request>) {
  const enough = new AbortController();
  let asked = 0;
  let waited: NodeJS.Timeout | undefined;
  let failure: unknown = null;
  const fail = (error: unknown) => {
    failure ??= error;
    enough.abort();
  };
  const hopeful = () => {
    clearTimeout(waited);
    waited = setTimeout(
      () =>
        fail(
          new LongplayError(
            'LP_LOAD_NOT_ON_OFFER',
            `${name}: ${wanted.size} of ${asked} that were asked for are missing.`,
          ),
        ),
      PATIENCE_MS,
    );
  };
  hopeful();
  try {
    await followTopic({
      log: connection.log,
      topic: topicOf(connection, name),
      signal: AbortSignal.any([signal, enough.signal]),
      logger: connection.logger,
      onBatch: ({ records }) => {
        const before = wanted.size;
        for (const { key, value } of records) if (key !== null && value !== null) wanted.delete(key.toString('utf8'));
        if (wanted.size < before) hopeful();
        if (wanted.size === 0) enough.abort();
      },
      onCaughtUp: () => {
        asked = wanted.size;
        if (asked === 0) enough.abort();
        for (const request of wanted.values()) put(request).catch(fail);
      },
    });
  } finally {
    clearTimeout(waited);
  }
  if (failure !== null) throw failure;
  return asked;
}
