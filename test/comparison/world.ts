import { vi } from 'vitest';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Log, LogRecord, NewTopic } from '../../runtime/log/port.ts';
import type { EffectRunner } from '../../runtime/tasks/engine.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { type ProcessorRun, runProcessor } from '../../runtime/tasks/processor-run.ts';
import { bareEngine, json } from '../../runtime/tasks/testing/bare.ts';
import { stampOf } from '../../runtime/tasks/testing/given.ts';
import { type Call, type End, openProviders, type Script, type Way } from './booking.ts';

export type Told = {
  readonly end: End | null;
  /** What stands at the providers, and how often each was asked. */
  readonly standing: { readonly seats: number; readonly charges: number };
  readonly asked: Readonly<Record<Call, number>>;
  readonly alarms: readonly string[];
  /** How many steps wait for a person. */
  readonly failures: number;
  /** What it took: facts that were written, and transactions that wrote them. */
  readonly facts: number;
  readonly transactions: number;
};

const key = 'ticket-1';

/**
 * Tells one story of a ticket on the memory log, with the engine as it is, until nothing more comes. A provider answers
 * when all have read all, so that the figures are the same each time.
 *
 * @param killedAt all processors are killed in the middle of this call, and started anew
 */
export async function tellStory(way: Way, script: Script = {}, killedAt: Call | null = null): Promise<Told> {
  const broker = createMemoryBroker();
  const providers = openProviders(script);
  const alarms: string[] = [];
  let transactions = 0;
  let runs: ProcessorRun[] = [];
  let kill = killedAt;
  let life = 0;
  const outside = broker.log('outside');
  await outside.admin.createTopics([way.asked, ...way.processors.map(({ owns }) => owns)].map(topicOf));

  const runner: EffectRunner = async (effect, state, signal) => {
    const mine = life;
    await vi.waitFor(async () => await allRead(runs, outside), WAIT);
    const answer = providers.answer(effect.kind as Call, effect.idempotencyKey, way.referenceOf(state));
    if (kill !== effect.kind || mine !== life) return answer;
    kill = null;
    // It was done, and whoever asked is gone before he hears of it.
    void restarted();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('called off'))));
  };
  const start = async (): Promise<void> => {
    const log = broker.log(`life ${life}`);
    const runners = Object.fromEntries(way.processors.flatMap(({ effects }) => effects.map(kind => [kind, runner])));
    const engine = bareEngine(log, {
      runners,
      processors: new Set(way.processors.map(({ name }) => name)),
      alarm: ({ code }) => void alarms.push(code),
      committed: () => {
        transactions += 1;
      },
    });
    runs = await Promise.all(way.processors.map(processor => runProcessor(engine, processor)));
  };
  const restarted = async (): Promise<void> => {
    life += 1;
    await Promise.all(runs.splice(0).map(run => run.stop()));
    await start();
  };

  await start();
  try {
    await ask(outside, way.asked);
    const newest = async () =>
      Object.fromEntries(
        await Promise.all(
          way.processors.map(async ({ owns }) => [owns, (await factsOf(outside, owns)).at(-1)] as const),
        ),
      );
    await vi.waitFor(async () => {
      const facts = await newest();
      if (kill !== null || way.endOf(facts) === null) throw new Error('it is not at its end');
      await allRead(runs, outside);
    }, WAIT);
    // Asked once more: whoever knows it stays as he is.
    const before = transactions;
    await ask(outside, way.asked);
    await vi.waitFor(async () => await allRead(runs, outside), WAIT);
    const facts = await newest();
    if (transactions !== before) throw new Error('It reacts to what it has been told before.');
    const failures = way.processors.flatMap(({ owns, failures: of }) => {
      const state = facts[owns];
      return state === undefined ? [] : [...(of?.(state) ?? [])];
    });
    const written = await Promise.all(way.processors.map(({ owns }) => factsOf(outside, owns)));
    return {
      end: way.endOf(facts),
      standing: providers.standing(),
      asked: providers.asked,
      alarms,
      failures: failures.length,
      facts: written.flat().length,
      transactions,
    };
  } finally {
    await Promise.all(runs.map(run => run.stop()));
  }
}

const WAIT = { timeout: 30_000, interval: 2 };

const topicOf = (name: string): NewTopic => ({ name: `p.${name}`, partitions: 1, replication: 1, config: {} });

async function ask(log: Log, topic: string): Promise<void> {
  const writer = await log.writer();
  const value = json.encode({ event: stampOf(), ticketId: key });
  await writer.append([{ topic: `p.${topic}`, partition: 0, key: Buffer.from(key), value }]);
  await writer.close();
}

/** Throws while somebody has something to read. */
async function allRead(runs: readonly ProcessorRun[], log: Log): Promise<void> {
  if (runs.length === 0) throw new Error('nobody runs');
  for (const run of runs) {
    const [task] = run.status().tasks;
    if (task === undefined || task.state !== 'running') throw new Error('a task is not up yet');
    for (const [topic, position] of Object.entries(task.positions)) {
      const [offsets] = await log.admin.offsets(topic);
      if (position < (offsets?.end ?? 0n)) throw new Error(`${topic} is not read to its end`);
    }
  }
}

async function factsOf(log: Log, topic: string): Promise<FatEvent[]> {
  const all: LogRecord[] = [];
  for await (const batch of log.readPartition({ from: { topic: `p.${topic}`, partition: 0, offset: 0n } })) {
    all.push(...batch.records);
  }
  return all.map(({ value }) => json.decode(value) as FatEvent);
}
