import { describe, expect, it } from 'vitest';
import type { Reader } from '../codec/reader.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { Log } from '../log/port.ts';
import type { Owed } from './owed.ts';
import type { Own } from './refusals.ts';
import { restore } from './restore.ts';
import { memoryStore } from './store/memory.ts';
import type { StateStore } from './store/port.ts';

const topic = 'own';
const maxAge = 1_000;

async function own(log: Log): Promise<Own> {
  const [offsets] = await log.admin.offsets(topic);
  const [description] = await log.admin.describeTopics([topic]);
  return { ...(offsets as Own), topicId: description?.id as string };
}

async function write(log: Log, ...records: [key: string, value: string | null][]): Promise<void> {
  const writer = await log.writer();
  await writer.append(
    records.map(([key, value]) => ({
      topic,
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(value),
    })),
  );
  await writer.close();
}

async function newLog() {
  const broker = createMemoryBroker();
  const log = broker.log('task');
  const config = { 'cleanup.policy': 'compact' };
  await log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config }]);
  return { broker, log };
}

/** A value that ends in an exclamation mark has something to come. */
const reader = {
  prepare: () => undefined,
  decode: (value: Buffer): Owed => ({ deadlines: value.toString().endsWith('!') ? [1] : [], effects: [] }),
} as unknown as Reader<Owed>;

const run = async (log: Log, store: StateStore, over: { now?: number; clusterId?: string; own?: Own } = {}) =>
  restore({
    log,
    store,
    reader,
    own: await own(log),
    clusterId: 'cluster',
    now: 10,
    maxAge,
    signal: new AbortController().signal,
    ...over,
  });

const content = (store: StateStore) =>
  Object.fromEntries(
    ['a', 'b', 'c', 'old', 'new'].flatMap(key => {
      const stored = store.get(key);
      return stored === undefined ? [] : [[key, String(stored.value)]];
    }),
  );

describe('restoring a task', () => {
  it('given nothing, then it reads the whole own partition', async () => {
    const { log } = await newLog();
    await write(log, ['a', '1'], ['b', '1'], ['a', '2']);
    const store = memoryStore();
    expect(await run(log, store)).toEqual({ records: 3, fromCheckpoint: false });
    expect(content(store)).toEqual({ a: '2', b: '1' });
  });

  it('given states of which some have something to come, then it knows which', async () => {
    const { log } = await newLog();
    await write(log, ['a', '1!'], ['b', '1!'], ['c', '1'], ['b', '2']);
    const store = memoryStore();
    await run(log, store);
    expect([...store.openKeys()]).toEqual(['a']);
    await write(log, ['a', '2'], ['c', '2!']);
    await run(log, store);
    expect([...store.openKeys()]).toEqual(['c']);
  });

  it('given full history, compacted history and history with duplicates, then the states are the same', async () => {
    const { broker, log } = await newLog();
    await write(log, ['a', '1'], ['b', '1'], ['a', '2'], ['c', '1'], ['c', null], ['b', '1']);
    const full = memoryStore();
    await run(log, full);
    broker.compact(topic);
    const compacted = memoryStore();
    await run(log, compacted);
    expect(content(compacted)).toEqual(content(full));
    expect(content(full)).toEqual({ a: '2', b: '1' });
  });

  it('given a checkpoint, then only what is newer is read, and the newest that it knows', async () => {
    const { log } = await newLog();
    await write(log, ['a', '1'], ['b', '1']);
    const store = memoryStore();
    await run(log, store);
    await write(log, ['a', '2']);
    expect(await run(log, store)).toEqual({ records: 2, fromCheckpoint: true });
    expect(content(store)).toEqual({ a: '2', b: '1' });
  });

  it('given that the newest record it knows was compacted away, then the later one of its key bears witness', async () => {
    const { broker, log } = await newLog();
    await write(log, ['a', '1'], ['b', '1']);
    const store = memoryStore();
    await run(log, store);
    await write(log, ['c', '1'], ['b', '2'], ['c', '2']);
    broker.compact(topic);
    expect(await run(log, store)).toMatchObject({ fromCheckpoint: true });
    expect(content(store)).toEqual({ a: '1', b: '2', c: '2' });
  });

  /** A store that took in a transaction which a broker reported as committed, and aborted later; others came after it. */
  async function misled() {
    const { broker, log } = await newLog();
    await write(log, ['a', '1'], ['b', '1']);
    const store = memoryStore();
    await run(log, store);
    const writer = await log.transactionalWriter('task');
    await writer.fence();
    broker.loseMarkers('task');
    const record = (key: string, value: string) => ({ topic, key: Buffer.from(key), value: Buffer.from(value) });
    const [placed] = await writer.transact({ records: [record('a', 'never')] });
    const position = (placed?.offset as bigint) + 1n;
    const change = { key: 'a', value: Buffer.from('never'), offset: placed?.offset as bigint, open: false };
    store.apply([change], { clusterId: 'cluster', topicId: (await own(log)).topicId, position, at: 10 });
    await writer.fence();
    broker.abortLeftOpen('task');
    await write(log, ['c', '1']);
    return { log, store };
  }

  it('given states of a transaction that a broker reported as committed and aborted later, then they vanish', async () => {
    const { log, store } = await misled();
    expect(await run(log, store)).toMatchObject({ fromCheckpoint: false });
    expect(content(store)).toEqual({ a: '1', b: '1', c: '1' });
  });

  it('given that this is broken off before it is known, then they vanish with the next attempt', async () => {
    const { log, store } = await misled();
    const failing: Log = {
      ...log,
      async *readPartition(options) {
        yield* log.readPartition(options);
        throw new Error('The broker is away.');
      },
    };
    await expect(run(failing, store)).rejects.toThrow('The broker is away.');
    expect(await run(log, store)).toMatchObject({ fromCheckpoint: false });
    expect(content(store)).toEqual({ a: '1', b: '1', c: '1' });
  });

  it.each([
    ['of another cluster', { clusterId: 'other' }],
    ['that is too old', { now: 10 + maxAge + 1 }],
  ])('given a checkpoint %s, then it starts from nothing', async (_, over) => {
    const { log } = await newLog();
    await write(log, ['a', '1']);
    const store = memoryStore();
    await run(log, store);
    expect(await run(log, store, over)).toEqual({ records: 1, fromCheckpoint: false });
  });

  it('given a checkpoint beyond the end, as where the broker lost records, then it starts from nothing', async () => {
    const { log } = await newLog();
    await write(log, ['a', '1'], ['b', '1']);
    const store = memoryStore();
    await run(log, store);
    expect(await run(log, store, { own: { ...(await own(log)), end: 1n } })).toEqual({
      records: 1,
      fromCheckpoint: false,
    });
    expect(content(store)).toEqual({ a: '1' });
  });

  it('given a topic that was made anew, then nothing of the old one is left', async () => {
    const { log } = await newLog();
    await write(log, ['old', '1']);
    const store = memoryStore();
    await run(log, store);
    await log.admin.deleteTopics([topic]);
    await log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: {} }]);
    await write(log, ['new', '1'], ['new', '2']);
    expect(await run(log, store)).toMatchObject({ fromCheckpoint: false });
    expect(content(store)).toEqual({ new: '2' });
  });
});
