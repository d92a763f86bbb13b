import type { Log, OutgoingRecord, TransactionalWriter } from '../../runtime/log/port.ts';
import { median } from '../measure.ts';

/** Of a fat event. */
const VALUE = Buffer.alloc(1_000, 'x');
/** Processors of the shop, about: so many topics share the tasks. */
const PROCESSORS = 11;

/** Of a transaction: its records, and to how many partitions they go, each of which gets a marker at the end. */
export type Shape = { readonly records: number; readonly partitions: number };

export type Growth = {
  readonly tasks: readonly number[];
  readonly shapes: readonly Shape[];
  /** How long each is measured. */
  readonly seconds: number;
  readonly rounds: number;
};

type Task = {
  readonly writer: TransactionalWriter;
  /** The own one first, then the others. */
  readonly topics: readonly string[];
  readonly partition: number;
};
type Rate = { readonly transactions: number; readonly latency: number };

/**
 * Tasks that each commit one transaction after the other: facts to the own partition and requests to others, and one input
 * position. What limits a broker are transactions a second; how many records are in them matters less.
 */
export async function growTasks(log: Log, { tasks, shapes, seconds, rounds }: Growth): Promise<void> {
  if (tasks.length === 0) return;
  const all = await openTasks(log, Math.max(...tasks));
  const lines = tasks.flatMap(count => shapes.map(shape => ({ count, shape, rates: [] as Rate[] })));
  // In turn, so that a machine whose speed drifts treats them alike; the first round warms up.
  for (let round = 0; round <= rounds; round++) {
    for (const { count, shape, rates } of lines) {
      const rate = await committing(all.slice(0, count), shape, seconds);
      if (round > 0) rates.push(rate);
    }
  }
  tell(lines);
  await Promise.all(all.map(({ writer }) => writer.close()));
  await log.admin.deleteTopics([...new Set(all.flatMap(({ topics }) => topics))]);
}

function tell(
  lines: readonly { readonly count: number; readonly shape: Shape; readonly rates: readonly Rate[] }[],
): void {
  const rateOf = (rates: readonly Rate[]): number => median(rates.map(one => one.transactions));
  const peer = rateOf(lines[0]?.rates ?? []);
  const rows = lines.map(({ count, shape, rates }) => [
    String(count),
    `${shape.records} to ${shape.partitions}`,
    Math.round(rateOf(rates)).toLocaleString('en-US'),
    Math.round(rateOf(rates) * shape.records).toLocaleString('en-US'),
    `${median(rates.map(one => one.latency)).toFixed(1)} ms`,
    (rateOf(rates) / peer).toFixed(2),
  ]);
  const table = [['tasks', 'records to partitions', 'transactions/s', 'records/s', 'each', 'ratio'], ...rows];
  const widths = (table[0] as string[]).map((_, n) => Math.max(...table.map(row => (row[n] as string).length)));
  const text = table.map(row => row.map((cell, n) => cell.padStart(widths[n] as number)).join('  ')).join('\n');
  process.stdout.write(`\nTasks that commit at full speed, records of ${VALUE.length} B\n${text}\n`);
}

async function openTasks(log: Log, count: number): Promise<Task[]> {
  const stamp = Date.now().toString(36);
  const partitions = Math.ceil(count / PROCESSORS);
  const topics = Array.from({ length: PROCESSORS }, (_, n) => `bench-grow-${stamp}-${n}`);
  await log.admin.createTopics(topics.map(name => ({ name, partitions, replication: 1, config: {} })));
  return Promise.all(
    Array.from({ length: count }, async (_, n) => {
      const topic = topics[n % PROCESSORS] as string;
      const partition = Math.floor(n / PROCESSORS);
      const writer = await log.transactionalWriter(`${topic}-${partition}`);
      await writer.fence();
      return { writer, topics: [...topics.slice(n % PROCESSORS), ...topics.slice(0, n % PROCESSORS)], partition };
    }),
  );
}

async function committing(tasks: readonly Task[], shape: Shape, seconds: number): Promise<Rate> {
  const took: number[] = [];
  const begin = performance.now();
  const end = begin + seconds * 1_000;
  await Promise.all(
    tasks.map(async ({ writer, topics, partition }) => {
      const topic = topics[0] as string;
      for (let offset = 0n; performance.now() < end; offset++) {
        const records = Array.from({ length: shape.records }, (_, n): OutgoingRecord => {
          return {
            topic: topics[n % shape.partitions] as string,
            partition,
            key: Buffer.from(`key-${n}`),
            value: VALUE,
          };
        });
        const positions = { group: topic, committed: [{ topic, partition, offset, metadata: '' }] };
        const started = performance.now();
        await writer.transact({ records, positions });
        took.push(performance.now() - started);
      }
    }),
  );
  return { transactions: (took.length * 1_000) / (performance.now() - begin), latency: median(took) };
}
