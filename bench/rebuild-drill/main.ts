import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { askFor, findOperation } from '../../runtime/projector/rebuild/operations.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import { watchReaders } from './readers.ts';
import { startWriter } from './writer.ts';

/**
 * `npm run bench -- rebuild-drill [--rate N] [--kills N] [--keys N]`: no figures, a trial. Facts of orders at a rate, two
 * projector processes, of which one after the other is killed or frozen in the middle of rebuilds, and readers the whole
 * time. At the end nothing may have gone back, no query may have failed, and a verification may find no difference.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      rate: { type: 'string', default: '1000' },
      kills: { type: 'string', default: '10' },
      keys: { type: 'string', default: '20000' },
    },
  });
  const stack = await startStack({
    home: process.env.LONGPLAY_HOME ?? '.longplay',
    data: 'bench',
    fresh: true,
    start: { kafka: true, registry: false, postgres: true },
    ports: { kafka: 0, postgres: 0 },
    onProgress: ({ text }) => process.stderr.write(`${text}\n`),
  });
  const children: ChildProcess[] = [];
  try {
    const servers = { brokers: stack.kafkaBrokers as string[], url: stack.databaseUrl as string };
    await drill(servers, children, Number(values.rate), Number(values.kills), Number(values.keys));
  } finally {
    for (const child of children) child.kill('SIGKILL');
    await stack.stop();
  }
}

type Servers = { readonly brokers: readonly string[]; readonly url: string };

async function drill(
  { brokers, url }: Servers,
  children: ChildProcess[],
  rate: number,
  kills: number,
  keys: number,
): Promise<void> {
  const prefix = 'bench';
  const topic = `${prefix}.orders`;
  const logger = createLogger({ level: 'error', format: 'pretty' });
  const log = createKafkajsLog({ brokers: [...brokers], clientId: 'rebuild-drill', logger });
  const sql = connectPostgres({ url, tls: 'disable', name: 'rebuild drill' });
  const where = { sql, control: viewsSchema(prefix) };
  await log.admin.createTopics([
    { name: topic, partitions: 3, replication: 1, config: { 'cleanup.policy': 'compact' } },
  ]);
  const start = async (): Promise<ChildProcess> => {
    const child = await projector({ prefix, brokers, url });
    children.push(child);
    return child;
  };
  const running = [await start(), await start()];
  const writer = await startWriter(log, topic, keys, rate);
  await sleep(5_000);
  const readers = watchReaders(sql, where.control);
  const outcomes: string[] = [];
  for (let n = 0; n < kills; n++) {
    const { id } = await askFor(where, 'orders', n % 3 === 2 ? 'verify' : 'rebuild', { throttle: rate * 10 });
    await sleep(500 + Math.random() * 2_500);
    const victim = running[n % 2] as ChildProcess;
    if (n % 4 === 3) {
      // Longer than its session and its lease: it wakes up as a zombie.
      victim.kill('SIGSTOP');
      await sleep(9_000);
      victim.kill('SIGCONT');
    } else {
      victim.kill('SIGKILL');
      await once(victim, 'exit');
      running[n % 2] = await start();
    }
    const state = await ended(where, id);
    outcomes.push(state);
    say(
      `${n + 1} of ${kills}: ${n % 4 === 3 ? 'frozen' : 'killed'}, ${state}; ${readers.queries()} queries, ${writer.written()} facts`,
    );
  }
  const written = await writer.stop();
  const { id } = await askFor(where, 'orders', 'verify');
  const verified = await ended(where, id);
  const [{ n: rows } = { n: 0 }] = await sql`select count(*) as n from ${sql(where.control)}.orders`;
  const seen = await readers.stop();
  say(
    `${written} facts, ${rows} rows, ${seen.queries} queries, ${seen.failed.length} failed, ${seen.backwards} went back`,
  );
  say(`verified: ${verified}; operations: ${outcomes.join(', ')}`);
  for (const one of seen.failed.slice(0, 5)) say(`  ${one}`);
  const well =
    verified === 'done' && seen.failed.length === 0 && seen.backwards === 0 && outcomes.every(one => one === 'done');
  if (!well) process.exitCode = 1;
  await log.close();
  await sql.end({ timeout: 5 });
}

async function ended(where: Parameters<typeof findOperation>[0], id: number): Promise<string> {
  for (;;) {
    const operation = await findOperation(where, id);
    if (operation?.finishedAt != null) {
      return operation.error === null ? operation.state : `${operation.state} (${operation.error.message})`;
    }
    await sleep(200);
  }
}

async function projector({ prefix, brokers, url }: Servers & { prefix: string }): Promise<ChildProcess> {
  const env = { ...process.env, PREFIX: prefix, BROKERS: brokers.join(','), DATABASE: url };
  const file = fileURLToPath(new URL('../rebuild/projector.ts', import.meta.url));
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

const say = (text: string): void => void process.stdout.write(`${text}\n`);
