import { createSealer } from '../../runtime/codec/sealer.ts';
import type { Log, LogRecord } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { topicOf, type Wire } from '../../runtime/tasks/engine.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { schemaText } from '../../schemas/load.ts';
import type { Customer } from '../../schemas/types/customers.ts';
import type { Product } from '../../schemas/types/products.ts';
import { patiently } from '../tail/patiently.ts';
import { knownCustomer } from './customers.ts';
import { createFingerprints, type Fingerprints, type Known } from './fingerprints.ts';
import { knownProduct } from './products.ts';

export type Shop = {
  readonly log: Log;
  /** Of the installation's topics. */
  readonly prefix: string;
  readonly wire: Pick<Wire, 'reader'>;
  readonly vault: Vault;
  readonly logger: Logger;
};

/** What the shop sells now, as far as the log says at the start of the reading. */
export const knownProducts = (shop: Shop, signal: AbortSignal): Promise<Fingerprints> =>
  readFacts<Product>(shop, 'products', signal, async facts => facts.map(knownProduct));

/** Its customers. Only what they are, opened, tells whether a file says the same: sealed twice, a text differs. */
export function knownCustomers(shop: Shop, signal: AbortSignal): Promise<Fingerprints> {
  const sealer = createSealer<Customer>(schemaText({ schema: 'customers' }), shop.vault);
  return readFacts<Customer>(shop, 'customers', signal, async facts => (await sealer.open(facts)).map(knownCustomer));
}

async function readFacts<V>(
  { log, prefix, wire, logger }: Shop,
  name: string,
  signal: AbortSignal,
  knownOf: (facts: readonly V[]) => Promise<readonly Known[]>,
): Promise<Fingerprints> {
  const all = createFingerprints();
  const topic = topicOf({ prefix }, name);
  const reader = wire.reader(name);
  const within = { signal, logger };

  const take = async (records: readonly LogRecord[]): Promise<void> => {
    await reader.prepare(records.map(record => record.value));
    const keyed = records.filter(({ key, value }) => key !== null && value !== null);
    const known = await knownOf(keyed.map(({ value }) => reader.decode(value as Buffer) as V));
    for (const [index, { key }] of keyed.entries()) all.set(String(key), known[index] as Known);
  };

  const partitions = await patiently(`Finding ${topic}`, within, () => log.admin.offsets(topic));
  await Promise.all(
    partitions.map(({ partition, start, end }) =>
      patiently(`Reading ${topic}[${partition}]`, within, async () => {
        const from = { topic, partition, offset: start };
        for await (const { records } of log.readPartition({ from, until: end, signal })) await take(records);
        signal.throwIfAborted();
      }),
    ),
  );
  return all;
}
