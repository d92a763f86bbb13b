import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sendOperation } from '../../runtime/hospital/send.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import { createStepper } from '../../runtime/log/memory/stepper.ts';
import type { NewTopic } from '../../runtime/log/port.ts';
import type { Clock } from '../../runtime/tasks/engine.ts';
import { type ProcessorRun, runProcessor } from '../../runtime/tasks/processor-run.ts';
import { bareEngine, json } from '../../runtime/tasks/testing/bare.ts';
import { stampOf } from '../../runtime/tasks/testing/given.ts';
import { hospitalOptions, hospitalWire, tally } from './tally.ts';
import { type Input, inOrder, retryKey } from './world.ts';

const numRuns = Number(process.env.PROPERTY_RUNS ?? 150);

/** Time in the test's hands: it goes on only where nothing else can happen. */
function handTime() {
  let now = 1_000_000;
  let alarms: { at: number; ring: () => void }[] = [];
  const clock: Clock = {
    now: () => now,
    after: (ms, ring) => {
      const alarm = { at: now + ms, ring };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter(one => one !== alarm);
      };
    },
  };
  return {
    clock,
    /** To the next alarm; false where there is none. */
    goOn: (): boolean => {
      const next = alarms.toSorted((a, b) => a.at - b.at)[0];
      if (next === undefined) return false;
      alarms = alarms.filter(one => one !== next);
      now = Math.max(now, next.at);
      next.ring();
      return true;
    },
  };
}

type Act = {
  readonly kind: 'step' | 'tell' | 'crash' | 'start' | 'retry' | 'mend' | 'break' | 'time' | 'compact';
  readonly pick: number;
};

const keys = ['a', 'b', 'c', 'd', 'e'];
const act: fc.Arbitrary<Act> = fc.record({
  kind: fc.oneof(
    { weight: 60, arbitrary: fc.constant('step' as const) },
    { weight: 8, arbitrary: fc.constant('tell' as const) },
    ...(['crash', 'start', 'retry', 'mend', 'break', 'compact'] as const).map(kind => ({
      weight: 2,
      arbitrary: fc.constant(kind),
    })),
    { weight: 5, arbitrary: fc.constant('time' as const) },
  ),
  pick: fc.nat(1_000),
});

/** Plays one story to its end, and answers what was told and what was decided. */
async function play(acts: readonly Act[]): Promise<{ told: Input[]; decided: Input[]; open: number }> {
  const stepper = createStepper();
  const time = handTime();
  const broker = createMemoryBroker({
    schedule: step => (step.client === 'people' ? undefined : stepper.schedule(step)),
    now: time.clock.now,
    recordsPerFetch: () => 3,
  });
  const log = broker.log('people');
  const wire = hospitalWire();
  for (const name of ['hospital', 'operations', 'outcomes']) {
    const header = [1, 2, 3].map(id => Buffer.from([0, 0, 0, 0, id]));
    await wire.reader(`tally.${name}`).prepare(header);
  }
  const topic = (name: string, policy: string): NewTopic => ({
    name: `p.${name}`,
    partitions: 2,
    replication: 1,
    config: { 'cleanup.policy': policy },
  });
  await log.admin.createTopics([
    ...['own', 'tally.hospital'].map(name => topic(name, 'compact')),
    ...['in', 'out', 'tally.operations', 'tally.outcomes'].map(name => topic(name, 'delete')),
  ]);
  const writer = await log.writer();
  const broken = new Set<string>(['b']);
  const bug = { defect: (key: string, n: number) => broken.has(key) && n % 3 !== 0 };
  const told: Input[] = [];
  const next = new Map<string, number>();
  const living: { client: string; run: ProcessorRun | null }[] = [];
  let started = 0;
  let asked = 0;

  const start = (): void => {
    const client = `process-${++started}`;
    const one: { client: string; run: ProcessorRun | null } = { client, run: null };
    living.push(one);
    const engine = bareEngine(broker.log(client), {
      wire,
      hospital: hospitalOptions({ perSecond: 10 }),
      processors: new Set(['tally']),
      clock: time.clock,
    });
    runProcessor(engine, tally(bug)).then(
      run => {
        one.run = run;
      },
      () => undefined, // crashed before it had joined
    );
  };
  const crash = (pick: number): void => {
    const [one] = living.splice(pick % living.length, 1);
    if (one === undefined) return;
    broker.crash(one.client);
    broker.expireSession(one.client);
  };
  const retry = async (key: string): Promise<void> => {
    const sending = { writer, prefix: 'p', wire: wire.writer('tally.operations') };
    const by = { id: `op-${++asked}`, actor: null, now: time.clock.now() };
    await sendOperation(sending, 'tally', [0, 1], retryKey(key), by);
  };
  const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
  const step = async (pick: number): Promise<boolean> => {
    const steps = stepper.pending();
    const chosen = steps[pick % Math.max(1, steps.length)];
    if (chosen === undefined) return false;
    await stepper.run(chosen);
    return true;
  };

  start();
  start();
  for (const { kind, pick } of acts) {
    const key = keys[pick % keys.length] as string;
    if (kind === 'step') await step(pick);
    else if (kind === 'tell') {
      const n = next.get(key) ?? 0;
      next.set(key, n + 1);
      told.push({ key, n });
      await writer.append([{ topic: 'p.in', key: Buffer.from(key), value: json.encode({ event: stampOf(), n }) }]);
    } else if (kind === 'crash' && living.length > 1) crash(pick);
    else if (kind === 'start' && living.length < 3) start();
    else if (kind === 'retry') await retry(key);
    else if (kind === 'mend') broken.delete(key);
    else if (kind === 'break') broken.add(key);
    else if (kind === 'compact') broker.compact();
    else if (kind === 'time') time.goOn();
    await settled();
  }
  const rest = async (): Promise<void> => {
    for (let quiet = 0, n = 0; quiet < 30; n++) {
      if (n > 20_000) throw new Error(`Never at rest: ${JSON.stringify(stepper.pending()[0])}`);
      if (await step(0)) quiet = 0;
      else {
        quiet++;
        time.goOn();
      }
      await settled();
    }
  };
  broken.clear();
  await rest();
  for (const key of keys) await retry(key);
  await rest();
  const decided = broker
    .records('p.out')
    .map(({ key, value }) => ({ key: String(key), n: (json.decode(value) as { n: number }).n }));
  const open = living
    .flatMap(({ run }) => run?.status().tasks ?? [])
    .reduce((sum, one) => sum + (one.hospital?.open ?? 0), 0);
  for (const { client } of living) broker.crash(client);
  return { told, decided, open };
}

it('given any interleaving of crashes, retries, compaction and defects that come and go, then each key is decided in order, once', {
  timeout: 30_000 + numRuns * 400,
}, async () => {
  const stories = fc.asyncProperty(fc.array(act, { minLength: 50, maxLength: 400, size: 'max' }), async acts => {
    const { told, decided, open } = await play(acts);
    expect(inOrder(decided)).toEqual(inOrder(told));
    expect(open).toBe(0);
  });
  await fc.assert(stories, { numRuns });
});
