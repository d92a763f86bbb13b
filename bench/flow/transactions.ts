import type { Log } from '../../runtime/log/port.ts';

export type Transactions = {
  readonly count: number;
  /** Of one processor: transactional ids are `<prefix>.<processor>-<partition>`. */
  readonly byProcessor: ReadonlyMap<string, number>;
};

const TOPIC = '__transaction_state';
/** TransactionState in Kafka: the markers of the transaction have been written. */
const COMPLETE_COMMIT = 4;
/** TransactionLogValue: version (2), producer id (8), producer epoch (2), timeout (4); then the state. */
const STATE_AT = 16;
/** TransactionLogKey: version (2), length (2), then the transactional id. */
const ID_AT = 4;

/** Begins to count the transactions of a shop that its brokers commit; the answer ends the count. */
export async function transactionsOf(log: Log, prefix: string): Promise<() => Promise<Transactions>> {
  const before = await log.admin.offsets(TOPIC);
  return async () => {
    const byProcessor = new Map<string, number>();
    for (const { topic, partition, end } of before) {
      for await (const batch of log.readPartition({ from: { topic, partition, offset: end } })) {
        for (const { key, value } of batch.records) {
          const id = key?.toString('utf8', ID_AT) ?? '';
          if (value === null || value.readInt8(STATE_AT) !== COMPLETE_COMMIT || !id.startsWith(`${prefix}.`)) continue;
          const processor = id.slice(prefix.length + 1, id.lastIndexOf('-'));
          byProcessor.set(processor, (byProcessor.get(processor) ?? 0) + 1);
        }
      }
    }
    return { count: [...byProcessor.values()].reduce((sum, one) => sum + one, 0), byProcessor };
  };
}

/** Resolves when nothing has been committed for a while: effects that waited in a queue are done. False: not in time. */
export async function untilQuiet(log: Log, patience: number): Promise<boolean> {
  const giveUp = performance.now() + patience;
  let last = 0n;
  let since = performance.now();
  while (performance.now() < giveUp) {
    const end = (await log.admin.offsets(TOPIC)).reduce((sum, one) => sum + one.highWatermark, 0n);
    if (end !== last) since = performance.now();
    else if (performance.now() - since > QUIET_MS) return true;
    last = end;
    await new Promise(resolve => setTimeout(resolve, 100));
  }
  return false;
}

/** Longer than a position may wait for its commit. */
const QUIET_MS = 1_000;
