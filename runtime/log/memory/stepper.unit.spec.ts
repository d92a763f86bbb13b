import { describe, expect, it } from 'vitest';
import type { LogBatch, OutgoingRecord, TransactionalWriter } from '../port.ts';
import { createMemoryBroker, type MemoryBroker } from './log.ts';
import { createStepper, type Stepper } from './stepper.ts';

const record = (topic: string, value: string): OutgoingRecord => ({
  topic,
  partition: 0,
  key: Buffer.from('k'),
  value: Buffer.from(value),
});

/** Opens a topic without a step, then hands every step to the test. */
function steppedBroker(): { broker: MemoryBroker; stepper: Stepper } {
  const stepper = createStepper();
  const broker = createMemoryBroker({ schedule: stepper.schedule, now: () => 0 });
  return { broker, stepper };
}

async function withTopic(name: string): Promise<{ broker: MemoryBroker; stepper: Stepper }> {
  const { broker, stepper } = steppedBroker();
  const created = broker
    .log('admin')
    .admin.createTopics([{ name, partitions: 1, replication: 1, config: { 'cleanup.policy': 'compact' } }]);
  await stepper.drain();
  await created;
  return { broker, stepper };
}

const operations = (stepper: Stepper): string[] =>
  stepper.pending().map(({ client, operation, at }) => `${client} ${operation} ${at}`);

async function fenced(broker: MemoryBroker, stepper: Stepper, client: string): Promise<TransactionalWriter> {
  const writer = await broker.log(client).transactionalWriter('task');
  const fencing = writer.fence();
  await stepper.drain();
  await fencing;
  return writer;
}

const values = (broker: MemoryBroker, topic: string): string[] =>
  broker.records(topic).map(({ value }) => String(value));

describe('a memory broker in a stepper’s hands', () => {
  it('given a transaction, then each of its points can be stopped at, the markers after the answer', async () => {
    const { broker, stepper } = await withTopic('t');
    const writer = await fenced(broker, stepper, 'one');
    let answered = false;
    void writer.transact({ records: [record('t', 'a')] }).then(() => {
      answered = true;
    });
    const story: unknown[] = [];
    for (;;) {
      const [step] = stepper.pending();
      if (step === undefined) break;
      story.push([operations(stepper)[0], broker.openTransactions(), values(broker, 't'), answered]);
      await stepper.run(step);
    }
    expect(story).toEqual([
      ['one append task', [], [], false],
      ['one commit task', ['task'], [], false],
      ['broker markers task', ['task'], [], true],
    ]);
    expect(values(broker, 't')).toEqual(['a']);
  });

  it('given a client that crashed between two steps, then its transaction stays open until it is fenced', async () => {
    const { broker, stepper } = await withTopic('t');
    const writer = await fenced(broker, stepper, 'one');
    void writer.transact({ records: [record('t', 'lost')] });
    await stepper.run(stepper.pending()[0] as never);
    broker.crash('one');
    expect(operations(stepper)).toEqual([]);
    expect(broker.openTransactions()).toEqual(['task']);
    const again = await fenced(broker, stepper, 'one');
    expect(broker.openTransactions()).toEqual([]);
    void again.transact({ records: [record('t', 'kept')] });
    await stepper.drain();
    expect(values(broker, 't')).toEqual(['kept']);
  });

  it('given a commit that arrives after its client was told that the connection broke, then fencing decides', async () => {
    for (const fenceFirst of [true, false]) {
      const { broker, stepper } = await withTopic('t');
      const writer = await fenced(broker, stepper, 'one');
      broker.loseNext('one', 'commit', 'later');
      const outcome = writer
        .transact({ records: [record('t', 'late')] })
        .catch((error: { kind: string }) => error.kind);
      await stepper.run(stepper.pending()[0] as never);
      await stepper.run(stepper.pending()[0] as never);
      expect(await outcome).toBe('outcome-unknown');
      expect(operations(stepper)).toEqual(['broker late commit of one task']);
      const fencing = writer.fence();
      await stepper.drain(steps => (fenceFirst ? steps.length - 1 : 0));
      await fencing;
      expect(values(broker, 't')).toEqual(fenceFirst ? [] : ['late']);
    }
  });

  it('given a transaction that timed out, then its holder is fenced and readers go on', async () => {
    const { broker, stepper } = await withTopic('t');
    const writer = await fenced(broker, stepper, 'one');
    const outcome = writer.transact({ records: [record('t', 'slow')] }).catch((error: { kind: string }) => error.kind);
    await stepper.run(stepper.pending()[0] as never);
    broker.expireTransaction('task');
    await stepper.drain();
    expect(await outcome).toBe('fenced');
    expect(broker.openTransactions()).toEqual([]);
  });

  it('given a reader with nothing to read, then no step is left: the broker is at rest', async () => {
    const { broker, stepper } = await withTopic('t');
    const reader = broker.log('one').groupReader({ group: 'g', topics: ['t'] });
    const batches: LogBatch[] = [];
    void reader.start({
      assigned: () => reader.deliver(0, [{ topic: 't', partition: 0, offset: 0n }]),
      batch: async batch => {
        batches.push(batch);
      },
      failed: error => expect.unreachable(String(error)),
    });
    await stepper.drain();
    expect([operations(stepper), broker.members('g'), batches]).toEqual([[], [{ client: 'one', partitions: [0] }], []]);
    const writer = await broker.log('two').writer();
    void writer.append([record('t', 'a')]);
    await stepper.run(stepper.pending()[0] as never);
    expect(operations(stepper)).toEqual(['one fetch t[0]']);
    await stepper.drain();
    expect(batches.map(({ nextOffset }) => nextOffset)).toEqual([1n]);
  });

  it('given a system that feeds itself, then draining it ends with an error', async () => {
    const { broker, stepper } = steppedBroker();
    const { admin } = broker.log('one');
    const forever = async (): Promise<void> => {
      for (;;) await admin.clusterId();
    };
    void forever();
    await expect(stepper.drain(undefined, 50)).rejects.toThrow('Not at rest after 50 steps');
  });
});
