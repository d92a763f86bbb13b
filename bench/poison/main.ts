import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Asked, partitionOfKey, sendOperation } from '../../runtime/hospital/send.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import type { Log, NewTopic } from '../../runtime/log/port.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { type ProcessorRun, runProcessor } from '../../runtime/tasks/processor-run.ts';
import { bareEngine, json } from '../../runtime/tasks/testing/bare.ts';
import { stampOf } from '../../runtime/tasks/testing/given.ts';
import { type Defect, hospitalOptions, hospitalWire, tally } from '../../test/hospital/tally.ts';
import { median, report } from '../measure.ts';
import { withBroker } from '../stack.ts';

const PARTITIONS = 3;
const PERCENTS = [0, 1, 10] as const;
/** Records of a key in one round. */
const EACH = 20;
const wire = hospitalWire();
/** The alarms are what is measured here, and nobody is to be called. */
const logger = createLogger({ level: 'silent' });

/**
 * `npm run bench -- poison [--keys N] [--rounds N] [--parked N]`: how fast a processor is for healthy keys while 0, 1 and
 * 10 % of its keys cannot be processed and each of their records is parked; and how fast parked records are healed.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      keys: { type: 'string', default: '2000' },
      rounds: { type: 'string', default: '5' },
      parked: { type: 'string', default: '10000' },
    },
  });
  const [keys, rounds, parked] = [values.keys, values.rounds, values.parked].map(Number) as [number, number, number];
  await withBroker(async brokers => {
    const log = createKafkajsLog({ brokers, clientId: 'bench-poison', logger });
    const rates = PERCENTS.map((): number[] => []);
    for (let n = 0; n <= rounds; n++) {
      for (const [which, percent] of PERCENTS.entries()) {
        const rate = await rateOf(log, keys, percent);
        if (n > 0) rates[which]?.push(rate); // the first round warms up
      }
    }
    const measured = PERCENTS.map((percent, which) => {
      const list = rates[which] as number[];
      return { name: `${percent} % of the keys are poisoned`, rates: list, median: median(list) };
    });
    report(`Healthy records decided, of ${keys} keys with ${EACH} records each`, 'records', measured);
    await healing(log, parked);
    await log.close();
  });
}

let rooms = 0;

/** An installation of its own: what one has parked is no burden to the next. */
async function room(log: Log, defect: Defect) {
  const prefix = `poison-${Date.now().toString(36)}-${rooms++}`;
  const bug = { defect };
  const topic = (name: string, config: NewTopic['config'] = {}): NewTopic => ({
    name: `${prefix}.${name}`,
    partitions: PARTITIONS,
    replication: 1,
    config,
  });
  const compact = { 'cleanup.policy': 'compact' };
  const names = ['own', 'tally.hospital', 'in', 'out', 'tally.operations', 'tally.outcomes'];
  await log.admin.createTopics([
    ...names.slice(0, 2).map(name => topic(name, compact)),
    ...names.slice(2).map(name => topic(name)),
  ]);
  const writer = await log.writer();
  const run: { current: ProcessorRun | null } = { current: null };
  return {
    prefix,
    bug,
    tell: async (records: readonly { readonly key: string; readonly n: number }[]) => {
      for (let from = 0; from < records.length; from += 5_000) {
        await writer.append(
          records.slice(from, from + 5_000).map(({ key, n }) => ({
            topic: `${prefix}.in`,
            key: Buffer.from(key),
            value: json.encode({ event: stampOf(), n }),
          })),
        );
      }
    },
    start: async () => {
      const hospital = hospitalOptions({ perSecond: 1_000_000 });
      const engine = bareEngine(log, { prefix, wire, hospital, processors: new Set(['tally']), logger });
      run.current = await runProcessor(engine, tally(bug));
    },
    ask: (asked: Asked, partitions: readonly number[]) => {
      const sender = { id: `ask-${performance.now()}`, actor: null, now: Date.now() };
      return sendOperation(
        { writer, prefix, wire: wire.writer('tally.operations') },
        'tally',
        partitions,
        asked,
        sender,
      );
    },
    status: () => run.current?.status().tasks ?? [],
    close: async () => {
      await run.current?.stop();
      await writer.close();
      await log.admin.deleteTopics(names.map(name => `${prefix}.${name}`));
    },
  };
}

type Room = Awaited<ReturnType<typeof room>>;

/** Decides what lies ready: healthy records a second, from the moment at which every task has taken its partition over. */
async function rateOf(log: Log, keys: number, percent: number): Promise<number> {
  const names = Array.from({ length: keys }, (_, n) => `key-${n}`);
  const bad = new Set(names.filter((_, n) => n % 100 < percent));
  const here = await prepared(log, names, bad);
  await here.start();
  while (here.status().filter(({ state }) => state === 'running').length < PARTITIONS) await sleep(1);
  const began = performance.now();
  const healthy = (keys - bad.size) * EACH;
  await untilDecided(here, log, healthy);
  const rate = (healthy * 1_000) / (performance.now() - began);
  const cases = here.status().reduce((sum, { hospital }) => sum + (hospital?.open ?? 0), 0);
  await here.close();
  if (cases > bad.size * EACH) throw new Error(`${cases} cases of ${bad.size * EACH} poisoned records.`);
  return rate;
}

async function prepared(log: Log, names: readonly string[], bad: ReadonlySet<string>): Promise<Room> {
  const here = await room(log, key => bad.has(key));
  await here.tell(Array.from({ length: EACH }, (_, n) => names.map(key => ({ key, n }))).flat());
  return here;
}

/** Counts records, since offsets also count the markers of transactions. */
async function untilDecided({ prefix }: Room, log: Log, wanted: number): Promise<void> {
  const next = new Map<number, bigint>();
  for (let found = 0; found < wanted; ) {
    for (const { topic, partition, start, end } of await log.admin.offsets(`${prefix}.out`)) {
      const offset = next.get(partition) ?? start;
      if (offset >= end) continue;
      for await (const batch of log.readPartition({ from: { topic, partition, offset }, until: end })) {
        found += batch.records.length;
        next.set(partition, batch.nextOffset);
      }
    }
    await sleep(10);
  }
}

/** Heals so many parked records: of one key, and of as many keys that are one group. */
async function healing(log: Log, parked: number): Promise<void> {
  const lines: string[] = [];
  for (const [what, keyOf] of [
    ['of one key, by a retry of the key', () => 'key'],
    ['of as many keys, by a retry of their group', (n: number) => `key-${n}`],
  ] as const) {
    const here = await room(log, () => true);
    await here.tell(Array.from({ length: parked }, (_, n) => ({ key: keyOf(n), n })));
    await here.start();
    const admitting = performance.now();
    const open = (): number => here.status().reduce((sum, { hospital }) => sum + (hospital?.open ?? 0), 0);
    while (open() < parked) await sleep(20);
    const admitted = performance.now() - admitting;
    const source = { log, prefix: here.prefix, wire };
    const group = (await openCaseBook(source, ['tally'])).all()[0]?.one.group ?? '';
    here.bug.defect = () => false;
    const healing = performance.now();
    const none = { caseId: null, key: null, group: null, perSecond: null };
    const asked = { type: 'RETRY', target: 'bench', reason: 'bench' } as const;
    if (keyOf(0) === 'key') {
      const key = Buffer.from('key');
      await here.ask({ ...asked, retry: { ...none, scope: 'KEY', key } }, [partitionOfKey('key', PARTITIONS)]);
    } else {
      const partitions = Array.from({ length: PARTITIONS }, (_, n) => n);
      await here.ask({ ...asked, retry: { ...none, scope: 'GROUP', group, perSecond: 1_000_000 } }, partitions);
    }
    while (open() > 0) await sleep(20);
    const healed = performance.now() - healing;
    await here.close();
    const rate = (ms: number): string => Math.round((parked * 1_000) / ms).toLocaleString('en-US');
    lines.push(
      `${parked.toLocaleString('en-US')} records ${what}: parked at ${rate(admitted)}/s, healed in ${(healed / 1_000).toFixed(1)} s, ${rate(healed)}/s`,
    );
  }
  process.stdout.write(`\n${lines.join('\n')}\n`);
}
