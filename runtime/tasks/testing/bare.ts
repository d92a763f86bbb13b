import type { Reader } from '../../codec/reader.ts';
import type { Writer } from '../../codec/writer.ts';
import type { Log, LogRecord, NewTopic } from '../../log/port.ts';
import { createLogger } from '../../observe/logger.ts';
import type { Processor } from '../definition.ts';
import { type Engine, realClock } from '../engine.ts';
import type { EventStamp, FatEvent, PendingEffect } from '../fat-event.ts';
import { memoryStore } from '../store/memory.ts';
import { stampOf } from './given.ts';

/** A processor reduced to what the engine asks of one: reads `in` (and `more`), owns `own`. */
export function bareProcessor(over: Partial<Processor> = {}): Processor {
  return {
    name: 'bare',
    entity: 'thing',
    owns: 'own',
    reads: ['in'],
    tables: [],
    asks: [],
    effects: [],
    historyBound: 10,
    decide: () => ({ state: { deadlines: [], effects: [] }, what: 'SEEN' }),
    ...over,
  };
}

/** An effect of the key `a` that was intended, and not asked for yet. */
export const charge: PendingEffect = {
  id: 'a/charge',
  kind: 'charge',
  about: '',
  attempt: 1,
  idempotencyKey: 'a/charge',
  reference: null,
  since: 0,
  retryAt: null,
  lastError: null,
};

/** JSON in place of Avro: what the engine does with values does not depend on it. */
export const json = {
  prepare: () => undefined,
  decode: (value: Buffer | null) => (value === null ? null : JSON.parse(value.toString())),
  encode: (value: unknown) => Buffer.from(JSON.stringify(value)),
};

export function bareEngine(log: Log, over: Partial<Engine> = {}): Engine {
  return {
    log,
    prefix: 'p',
    wire: {
      reader: () => json as unknown as Reader<{ event: EventStamp }>,
      writer: () => json as unknown as Writer<unknown>,
    },
    tables: { open: () => Promise.reject(new Error('There are no tables.')), stop: async () => undefined },
    runners: {},
    openStore: () => memoryStore(),
    processors: new Set(['bare']),
    clock: realClock,
    logger: createLogger({ level: 'silent' }),
    alarm: () => undefined,
    ...over,
  };
}

export async function createBareTopics(log: Log, prefix = 'p', inputs: readonly string[] = ['in']): Promise<void> {
  const topic = (name: string, config: NewTopic['config']): NewTopic => ({
    name: `${prefix}.${name}`,
    partitions: 1,
    replication: 1,
    config,
  });
  await log.admin.createTopics([topic('own', { 'cleanup.policy': 'compact' }), ...inputs.map(name => topic(name, {}))]);
}

/** Writes one record for each key to an input. */
export async function ask(log: Log, topic: string, ...keys: string[]): Promise<void> {
  const writer = await log.writer();
  await writer.append(
    keys.map(key => ({ topic, partition: 0, key: Buffer.from(key), value: json.encode({ event: stampOf() }) })),
  );
  await writer.close();
}

/** The newest facts, by key. */
export async function facts(log: Log, topic: string): Promise<Record<string, FatEvent>> {
  const all: LogRecord[] = [];
  const [offsets] = await log.admin.offsets(topic);
  const from = { topic, partition: 0, offset: offsets?.start ?? 0n };
  for await (const batch of log.readPartition({ from })) all.push(...batch.records);
  return Object.fromEntries(all.map(({ key, value }) => [String(key), json.decode(value)]));
}
