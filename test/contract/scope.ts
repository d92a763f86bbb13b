import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { Log, NewTopic } from '../../runtime/log/port.ts';
import type { Client, ContractHarness, ForeignProducer } from './harness.ts';
import { eventually, readValues } from './material.ts';

/** What the cases of one suite share: names that nobody else uses, and whatever they opened closed after each. */
export type Scope = {
  readonly harness: () => ContractHarness;
  /** A name that no other test has. */
  name(label: string): string;
  topic(label: string, options?: { partitions?: number; config?: NewTopic['config'] }): Promise<string>;
  open(label: string): Promise<Client>;
  foreign(label: string): Promise<ForeignProducer>;
  /** A foreign producer without transactions. */
  plain(): Promise<ForeignProducer>;
  /**
   * Waits until a partition reads so. A commit is answered before its markers are written, so right after `transact` the
   * last stable offset may still lie before it.
   */
  sees(log: Log, topic: string, values: readonly (string | null)[], partition?: number): Promise<void>;
};

export function contractScope(create: () => Promise<ContractHarness>): Scope {
  const run = randomBytes(4).toString('hex');
  let harness: ContractHarness | undefined;
  let count = 0;
  let closers: (() => Promise<void>)[] = [];
  let creator: Client | undefined;

  const current = (): ContractHarness => {
    if (harness === undefined) throw new Error('The harness is opened in beforeAll.');
    return harness;
  };

  beforeAll(async () => {
    harness = await create();
    creator = await harness.open(`contract-${run}-creator`);
  });
  afterEach(async () => {
    const closing = closers.reverse();
    closers = [];
    for (const close of closing) await close();
  });
  afterAll(async () => {
    await creator?.log.close();
    await harness?.close();
  });

  const name = (label: string): string => `contract-${run}-${++count}-${label}`;

  const remember = (producer: ForeignProducer): ForeignProducer => {
    closers.push(producer.close);
    return producer;
  };

  return {
    harness: current,
    name,
    topic: async (label, { partitions = 1, config = {} } = {}) => {
      const topic = name(label);
      await (creator as Client).log.admin.createTopics([{ name: topic, partitions, replication: 1, config }]);
      return topic;
    },
    open: async label => {
      const client = await current().open(name(label));
      let crashed = false;
      closers.push(async () => {
        if (crashed) return;
        client.thaw();
        await client.log.close();
      });
      return {
        ...client,
        crash: () => {
          crashed = true;
          return client.crash();
        },
      };
    },
    foreign: async label => remember(await current().foreign(name(label))),
    sees: (log, topic, values, partition = 0) =>
      eventually(async () => expect(await readValues(log, topic, partition)).toEqual(values), current().patience),
    plain: async () => remember(await current().foreign(null)),
  };
}
