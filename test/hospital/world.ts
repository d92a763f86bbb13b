import { expect, vi } from 'vitest';
import type { HospitalCase } from '../../runtime/hospital/case.ts';
import { isOpenCase, STANDING_KEY } from '../../runtime/hospital/case.ts';
import type { HospitalOptions } from '../../runtime/hospital/options.ts';
import { type Asked, sendOperation } from '../../runtime/hospital/send.ts';
import type { Standing } from '../../runtime/hospital/standing.ts';
import type { Log, LogRecord, NewTopic } from '../../runtime/log/port.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import type { Engine } from '../../runtime/tasks/engine.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { type ProcessorRun, runProcessor } from '../../runtime/tasks/processor-run.ts';
import { bareEngine, json } from '../../runtime/tasks/testing/bare.ts';
import { stampOf } from '../../runtime/tasks/testing/given.ts';
import type { Outcome } from '../../schemas/types/outcomes.ts';
import type { Client, ContractHarness } from '../contract/harness.ts';
import { memoryHarness } from '../contract/memory-harness.ts';
import { type Defect, hospitalOptions, hospitalWire, tally } from './tally.ts';

export type Input = { readonly key: string; readonly n: number };

/** An installation with the one processor under test, on whichever log. */
export type World = {
  readonly harness: ContractHarness;
  readonly prefix: string;
  readonly partitions: number;
  readonly log: Log;
  readonly bug: { defect: Defect };
  /** Starts a process that runs it. */
  start(client: string, over?: Partial<HospitalOptions>): Promise<Started>;
  crash(started: Started): Promise<void>;
  /** Lets the cleaner run over the cases, and takes away what the test has written for it to begin. */
  compact(): Promise<void>;
  /** Tells it these inputs, in order. */
  tell(...inputs: readonly Input[]): Promise<void>;
  /** Writes a record as it is. */
  write(...records: readonly { key: Buffer | null; value: Buffer; partition?: number }[]): Promise<void>;
  ask(asked: Asked, partitions?: readonly number[]): Promise<readonly string[]>;
  /** What it has decided, in the order of the log (of one partition after the other). */
  decided(): Promise<readonly Input[]>;
  /** The same, by key. */
  output(): Promise<ReadonlyMap<string, readonly number[]>>;
  cases(): Promise<readonly HospitalCase[]>;
  open(): Promise<readonly HospitalCase[]>;
  standing(): Promise<Standing | null>;
  outcomes(): Promise<readonly Outcome[]>;
  until(holds: () => Promise<void>): Promise<void>;
  stop(): Promise<void>;
};

export type Started = { readonly client: Client; readonly run: ProcessorRun };

type Given = { partitions?: number; processor?: (bug: { defect: Defect }) => Processor; engine?: Partial<Engine> };

/** One on the memory log, which goes away with it. */
export async function memoryWorld(given: Given = {}): Promise<World> {
  const harness = { ...(await memoryHarness()), patience: 20_000 };
  const world = await createWorld(harness, 'p', given);
  return { ...world, stop: () => world.stop().finally(() => harness.close()) };
}

const none: Defect = () => false;

export async function createWorld(harness: ContractHarness, prefix: string, given: Given = {}): Promise<World> {
  const { partitions = 1, processor = tally, engine = {} } = given;
  const { log } = await harness.open(`${prefix}-test`);
  const wire = hospitalWire();
  const bug = { defect: none };
  const topic = (name: string, config: NewTopic['config']): NewTopic => ({
    name: `${prefix}.${name}`,
    partitions,
    replication: 1,
    config,
  });
  await log.admin.createTopics([
    ...['own', 'tally.hospital'].map(name => topic(name, harness.compactable)),
    ...['in', 'out', 'tally.operations', 'tally.outcomes'].map(name => topic(name, {})),
  ]);
  const writer = await log.writer();
  const runs = new Set<ProcessorRun>();
  let asked = 0;

  const read = async (name: string): Promise<LogRecord[]> => {
    const all: LogRecord[] = [];
    for (const { topic: from, partition, start } of await log.admin.offsets(`${prefix}.${name}`)) {
      for await (const batch of log.readPartition({ from: { topic: from, partition, offset: start } })) {
        all.push(...batch.records);
      }
    }
    return all;
  };
  const values = async <V>(name: string): Promise<{ record: LogRecord; value: V | null }[]> => {
    const records = await read(name);
    const reader = wire.reader(name);
    await reader.prepare(records.map(({ value }) => value));
    return records
      .filter(({ key }) => !String(key).startsWith('roll'))
      .map(record => ({ record, value: reader.decode(record.value) as V | null }));
  };
  const decided = async (): Promise<Input[]> =>
    (await values<{ n: number }>('out')).map(({ record, value }) => ({
      key: String(record.key),
      n: value?.n as number,
    }));
  const newest = async (): Promise<Map<string, HospitalCase>> => {
    const all = new Map<string, HospitalCase>();
    for (const { record, value } of await values<HospitalCase>('tally.hospital')) {
      const key = `${record.partition} ${record.key}`;
      if (value === null) all.delete(key);
      else all.set(key, value);
    }
    return all;
  };

  return {
    harness,
    prefix,
    partitions,
    log,
    bug,
    start: async (name, over) => {
      const client = await harness.open(`${prefix}-${name}`);
      const hospital = hospitalOptions(over);
      const run = await runProcessor(
        bareEngine(client.log, { prefix, wire, hospital, processors: new Set(['tally']), ...engine }),
        processor(bug),
      );
      runs.add(run);
      return { client, run };
    },
    crash: async ({ client, run }) => {
      runs.delete(run); // as nothing of it goes on, it cannot be stopped either
      await client.crash();
    },
    compact: async () => {
      const topic = `${prefix}.tally.hospital`;
      await harness.compactNow(topic);
      const rolls = (await read('tally.hospital')).filter(({ key }) => String(key).startsWith('roll'));
      const tombstones = rolls.map(({ key, partition }) => ({ topic, key, partition, value: null }));
      if (tombstones.length > 0) await writer.append(tombstones);
    },
    tell: async (...inputs) => {
      const records = inputs.map(({ key, n }) => ({
        topic: `${prefix}.in`,
        key: Buffer.from(key),
        value: json.encode({ event: stampOf(), n }),
      }));
      for (let from = 0; from < records.length; from += 5_000) await writer.append(records.slice(from, from + 5_000));
    },
    write: async (...records) => {
      await writer.append(records.map(one => ({ topic: `${prefix}.in`, ...one })));
    },
    ask: (what, to = [0]) =>
      sendOperation({ writer, prefix, wire: wire.writer('tally.operations') }, 'tally', to, what, {
        id: `operation-${++asked}`,
        actor: { kind: 'OPERATOR', id: 'ann' },
        now: Date.now(),
      }),
    decided,
    output: async () => inOrder(await decided()),
    cases: async () => [...(await newest()).values()].filter(({ caseId }) => caseId !== STANDING_KEY),
    open: async () => [...(await newest()).values()].filter(one => one.caseId !== STANDING_KEY && isOpenCase(one)),
    standing: async () => (await newest()).get(`0 ${STANDING_KEY}`)?.standing ?? null,
    outcomes: async () => (await values<Outcome>('tally.outcomes')).map(({ value }) => value as Outcome),
    until: async holds => {
      await vi.waitFor(holds, { timeout: harness.patience, interval: 50 });
    },
    stop: async () => {
      await Promise.all([...runs].map(run => run.stop()));
      await writer.close();
    },
  };
}

/** The inputs of each key, in order: what the output has to be. */
export function inOrder(inputs: readonly Input[]): Map<string, number[]> {
  const all = new Map<string, number[]>();
  for (const { key, n } of inputs) {
    const list = all.get(key) ?? [];
    list.push(n);
    all.set(key, list);
  }
  return all;
}

/** Nothing lost, nothing doubled, each key in its order; and versions without a gap. */
export async function expectAll(world: World, inputs: readonly Input[]): Promise<void> {
  expect(await world.output()).toEqual(inOrder(inputs));
}

export type State = FatEvent & { readonly count: number };

/** `records` of each key in turn. */
export const rounds = (keys: readonly string[], records: number): Input[] =>
  Array.from({ length: records }, (_, n) => keys.map(key => ({ key, n }))).flat();

export const retry = (over: Partial<NonNullable<Asked['retry']>>): NonNullable<Asked['retry']> => ({
  scope: 'CASE',
  caseId: null,
  key: null,
  group: null,
  perSecond: null,
  ...over,
});

export const retryKey = (key: string): Asked => ({
  type: 'RETRY',
  target: key,
  reason: 'mended',
  retry: retry({ scope: 'KEY', key: Buffer.from(key) }),
});
