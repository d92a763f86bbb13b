import { expect, vi } from 'vitest';
import { createCodec } from '../../runtime/codec/codec.ts';
import type { SchemaSource } from '../../runtime/codec/schema-source.ts';
import type { Log, LogRecord } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { tracedRunners } from '../../runtime/observe/tracing/effect-spans.ts';
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import { tellCommitted } from '../../runtime/observe/tracing/told.ts';
import type { ProjectorWire } from '../../runtime/projector/code.ts';
import type { EffectAnswer, Processor } from '../../runtime/tasks/definition.ts';
import { type Alarm, type EffectRunner, type Engine, realClock, type Wire } from '../../runtime/tasks/engine.ts';
import type { PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { type Owed, owedSchema } from '../../runtime/tasks/owed.ts';
import { type ProcessorRun, runProcessor } from '../../runtime/tasks/processor-run.ts';
import { memoryStore } from '../../runtime/tasks/store/memory.ts';
import { tableSource } from '../../runtime/tasks/tables.ts';
import { schemaText } from '../../schemas/load.ts';
import type { Station } from '../../schemas/station.ts';
import { topics } from '../../schemas/topics.ts';
import type { Order } from '../../schemas/types/orders.ts';
import { processors, topology } from '../../streams/topology.ts';
import { hospitalOptions } from '../hospital/tally.ts';
import { storming } from '../property/storming.ts';

/** A log with a shop on it, as tests look at it. */
export type Shown = { readonly log: Log; readonly prefix: string; readonly wire: Wire };

/** Ids as a registry would give them, without one: the position in the catalogue. */
export const catalogueSchemas: SchemaSource = {
  schemaById: async id => schemaText(topics[id - 1] as (typeof topics)[number]),
};

export function catalogueWire(): Wire & ProjectorWire {
  const texts = topics.map(topic => schemaText(topic));
  const codec = createCodec({ schemas: catalogueSchemas });
  const byName = new Map(
    topics.map((topic, n) => [
      topic.name,
      { reader: codec.reader(texts[n] as string), writer: codec.writer(texts[n] as string, n + 1) },
    ]),
  );
  const of = (name: string) => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`No topic is named ${name}.`);
    return found;
  };
  const owed = new Map(
    topics
      .filter(({ name }) => processors.some(({ owns }) => owns === name))
      .map(topic => [topic.name, codec.reader<Owed>(owedSchema(schemaText(topic)))]),
  );
  return {
    schema: name => texts[topics.findIndex(topic => topic.name === name)] as string,
    readerOf: schema => codec.reader(schema),
    reader: name => of(name).reader as never,
    writer: name => of(name).writer as never,
    owed: name => owed.get(name) as never,
  };
}

export async function createShopTopics(log: Log, prefix: string, partitions = 3): Promise<void> {
  await log.admin.createTopics(
    topics.map(topic => ({
      name: `${prefix}.${topic.name}`,
      partitions,
      replication: 1,
      config: { 'cleanup.policy': topic.kind === 'facts' ? 'compact' : 'delete' },
    })),
  );
}

export type Shop = {
  readonly alarms: Alarm[];
  readonly runs: ProcessorRun[];
  stop(): Promise<void>;
};

/** Who reads and writes what, for specs that may not ask the processors. */
export const stations: readonly Station[] = topology;

/** Some of the processors. */
export const processorsNamed = (...names: readonly string[]): Processor[] =>
  processors.filter(({ name }) => names.includes(name));

/** Those that orders wait for, and who tells of them. Whoever tests another starts it; to all others it would be time alone. */
export const shopProcessors: readonly Processor[] = [...storming, ...processorsNamed('webhooks', 'webhook-deliveries')];

/** Processors in this process, on the given log. */
export async function startShop(
  log: Log,
  prefix: string,
  wire: Wire,
  provider: (effect: PendingEffect) => EffectAnswer,
  mailServer = (effect: PendingEffect): EffectAnswer => ({ status: 'done', reference: effect.idempotencyKey }),
  program: readonly Processor[] = shopProcessors,
  runners: Readonly<Record<string, EffectRunner>> = {},
  tracing: Tracing | null = null,
): Promise<Shop> {
  const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
  const alarms: Alarm[] = [];
  const kinds = new Set(processors.flatMap(processor => processor.effects));
  const tables = tableSource({
    log,
    topicName: name => `${prefix}.${name}`,
    reader: name => wire.reader(name),
    logger,
  });
  const all: Readonly<Record<string, EffectRunner>> = {
    ...Object.fromEntries(
      [...kinds].map(kind => {
        const ask = kind === 'mail' ? mailServer : provider;
        return [kind, async (effect: PendingEffect) => ask(effect)];
      }),
    ),
    ...runners,
  };
  const engine: Engine = {
    log,
    prefix,
    wire,
    tables,
    runners: tracing === null ? all : tracedRunners(tracing, all),
    committed: tracing === null ? undefined : tellCommitted(tracing),
    openStore: () => memoryStore(),
    processors: new Set(processors.map(processor => processor.name)),
    clock: realClock,
    hospital: hospitalOptions({ isRequest: name => topics.find(one => one.name === name)?.kind === 'requests' }),
    logger,
    alarm: alarm => alarms.push(alarm),
  };
  const runs = await Promise.all(program.map(processor => runProcessor(engine, processor)));
  return {
    alarms,
    runs,
    stop: async () => {
      await Promise.all(runs.map(run => run.stop()));
      await tables.stop();
    },
  };
}

/** Every record of a topic, decoded, partition by partition. */
export async function readAll<V>(
  { log, prefix, wire }: Shown,
  name: string,
): Promise<{ record: LogRecord; value: V }[]> {
  const all: { record: LogRecord; value: V }[] = [];
  for (const { topic, partition, start } of await log.admin.offsets(`${prefix}.${name}`)) {
    for await (const batch of log.readPartition({ from: { topic, partition, offset: start } })) {
      const reader = wire.reader(name);
      await reader.prepare(batch.records.map(record => record.value));
      for (const record of batch.records) {
        if (record.value !== null) all.push({ record, value: reader.decode(record.value) as V });
      }
    }
  }
  return all;
}

export async function newestOrder(shown: Shown, orderId: string): Promise<Order | undefined> {
  const all = await readAll<Order>(shown, 'orders');
  return all.filter(one => one.value.orderId === orderId).at(-1)?.value;
}

/**
 * Waits until product, customer and stock are facts. A receipt and a reservation come on two topics, so an order that is
 * placed together with the receipt may rightly be rejected for want of stock.
 */
export async function untilOnOffer(shown: Shown): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const topic of ['products', 'customers', 'stock']) expect(await readAll(shown, topic)).toHaveLength(1);
    },
    { timeout: 30_000, interval: 50 },
  );
}
