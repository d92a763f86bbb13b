import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, vi } from 'vitest';
import { projections } from '../../../projections/catalogue.ts';
import { headerLength } from '../../../runtime/codec/wire.ts';
import type { Log } from '../../../runtime/log/port.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import { connectPostgres, type Sql } from '../../../runtime/postgres/connect.ts';
import type { ProjectorWire } from '../../../runtime/projector/code.ts';
import { viewsSchema } from '../../../runtime/projector/names.ts';
import { type Projector, startProjector } from '../../../runtime/projector/projector.ts';
import { projectionStatus } from '../../../runtime/projector/status.ts';
import { createSchemaRegistry } from '../../../runtime/registry/client.ts';
import type { EffectAnswer } from '../../../runtime/tasks/definition.ts';
import type { Wire } from '../../../runtime/tasks/engine.ts';
import type { PendingEffect } from '../../../runtime/tasks/fat-event.ts';
import { topics } from '../../../schemas/topics.ts';
import { processors } from '../../../streams/topology.ts';
import { type Shop, startShop } from '../../../test/topology/shop.ts';
import { createWire, registeredIds } from '../../connect/wire.ts';
import { main } from '../../longplay.ts';

export type Servers = {
  readonly brokers: readonly string[];
  readonly registryUrl: string;
  readonly databaseUrl: string;
};

const PATIENCE_MS = 60_000;
const bin = join(import.meta.dirname, '../../bin.js');

/** A database and a home of its own: a vault takes the keys of one home only. */
export async function openWorld({ brokers, registryUrl, databaseUrl }: Servers, name: string) {
  const home = mkdtempSync(join(tmpdir(), `longplay-${name}-`));
  const database = new URL(databaseUrl);
  database.pathname = `/${name.replaceAll('-', '_')}`;
  const outer = connectPostgres({ url: databaseUrl, tls: 'disable', name, connections: 1 });
  await outer`create database ${outer(database.pathname.slice(1))}`;
  await outer.end({ timeout: 5 });
  const sql = connectPostgres({ url: database.href, tls: 'disable', name });
  const envOf = (prefix: string, more: Record<string, string> = {}): Record<string, string> => ({
    KAFKA_BROKERS: brokers.join(','),
    SCHEMA_REGISTRY_URL: registryUrl,
    DATABASE_URL: database.href,
    PAYMENT_URL: 'stand-in',
    MAIL_URL: 'stand-in',
    LONGPLAY_PREFIX: prefix,
    LONGPLAY_HOME: home,
    LONGPLAY_REPLICATION: '1',
    ...more,
  });
  return {
    home,
    sql,
    folder: (of: string) => join(home, of),
    /** The command in this process. */
    run: async (env: Record<string, string>, ...argv: string[]) => {
      const printed: string[] = [];
      const said: string[] = [];
      const stdout = { on: () => undefined, write: (line: string) => printed.push(line) > 0 };
      const stderr = { write: (line: string) => said.push(line) > 0 };
      const exitCode = await main(argv, { env, stdout: stdout as never, stderr: stderr as never });
      return { exitCode, printed: printed.join(''), said: said.join('') };
    },
    /** The command in a process of its own, which can be killed. */
    start: (env: Record<string, string>, ...argv: string[]) =>
      spawnCommand({ PATH: process.env.PATH ?? '', ...env }, argv),
    envOf,
    wire: async (prefix: string): Promise<Wire & ProjectorWire> => {
      const registry = createSchemaRegistry({ url: registryUrl, auth: null });
      const all = topics.map(one => one.name);
      return createWire(registry, prefix, await registeredIds(registry, prefix, all));
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await sql.end({ timeout: 5 });
      rmSync(home, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof openWorld>>;

/** What a spec that failed has left running. */
const children = new Set<ChildProcess>();

function spawnCommand(env: Record<string, string>, argv: readonly string[]) {
  const child: ChildProcess = spawn(process.execPath, [bin, ...argv], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  children.add(child);
  const said = text(child.stderr as NodeJS.ReadableStream);
  let printed = '';
  child.stdout?.on('data', chunk => {
    printed += String(chunk);
  });
  const exited = new Promise<number | null>(done => {
    child.on('exit', code => {
      children.delete(child);
      done(code);
    });
  });
  return { exited, said, printed: () => printed, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}

/** Every processor and every read model of an installation, in this process. */
export async function openForBusiness(log: Log, world: World, prefix: string, declined: (id: string) => boolean) {
  const wire = await world.wire(prefix);
  const provider = (effect: PendingEffect): EffectAnswer =>
    effect.kind === 'authorise' && declined(effect.id)
      ? { status: 'refused', code: 'card-declined' }
      : { status: 'done', reference: `ref-${effect.id}` };
  // Each of them: an export waits for all that have something to read.
  const shop: Shop = await startShop(log, prefix, wire, provider, undefined, processors);
  const logger = createLogger({ level: 'silent' });
  const projector: Projector = await startProjector({ log, sql: world.sql, prefix, wire, logger, projections });
  return {
    wire,
    shop,
    projector,
    /** Waits until the read models hold all that is on the log. */
    shown: () =>
      vi.waitFor(
        async () => {
          const status = await projectionStatus({ sql: world.sql, log, prefix }, projections, projector);
          const behind = status.filter(
            ({ partitions, filling }) => filling !== null || partitions.some(one => one.lag > 0n || one.error !== null),
          );
          expect(behind).toEqual([]);
        },
        { timeout: PATIENCE_MS, interval: 200 },
      ),
    close: async () => {
      await shop.stop();
      await projector.stop();
    },
  };
}

/** Every row of every read model; where they were read up to is left aside. */
export async function rowsOf(sql: Sql, prefix: string): Promise<Record<string, unknown[]>> {
  const all: Record<string, unknown[]> = {};
  for (const { table } of projections) {
    const rows = await sql<{ row: string }[]>`
      select to_json(one)::text as row from ${sql(viewsSchema(prefix))}.${sql(table)} as one`;
    all[table] = rows.map(({ row }) => row).sort();
  }
  return all;
}

/** Of every topic, each key's records in order; where they lie and what the registry calls their schema is left aside. */
export async function recordsOf(log: Log, prefix: string): Promise<Record<string, Record<string, readonly string[]>>> {
  const all: Record<string, Record<string, readonly string[]>> = {};
  for (const { name } of topics) {
    const keys = new Map<string, string[]>();
    for (const { topic, partition, start } of await log.admin.offsets(`${prefix}.${name}`)) {
      for await (const batch of log.readPartition({ from: { topic, partition, offset: start } })) {
        for (const { key, value, timestamp, headers } of batch.records) {
          const id = key?.toString() ?? '';
          const content = value?.subarray(headerLength).toString('base64') ?? null;
          const told = headers.map(([header, of]) => [header, of?.toString() ?? null]);
          keys.set(id, [...(keys.get(id) ?? []), JSON.stringify([timestamp, content, told])]);
        }
      }
    }
    all[name] = Object.fromEntries([...keys].sort(([left], [right]) => (left < right ? -1 : 1)));
  }
  return all;
}
