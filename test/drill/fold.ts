import { createHash } from 'node:crypto';
import type { Log } from '../../runtime/log/port.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { rowOf } from '../../runtime/projector/changes.ts';
import type { ProjectorWire } from '../../runtime/projector/code.ts';
import {
  type Contribution,
  type Projected,
  type Projection,
  type Row,
  storedIn,
} from '../../runtime/projector/definition.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { topicName } from '../../runtime/topics/spec.ts';

export type Folded = {
  /** Rows that the log comes to. */
  readonly rows: number;
  /** Records that were read. */
  readonly records: number;
  readonly differences: number;
  readonly first: readonly string[];
};

type Where = {
  readonly log: Log;
  readonly prefix: string;
  readonly wire: Pick<ProjectorWire, 'reader'>;
  readonly sql: Sql;
};
type Entry = { readonly version: number; readonly digest: string; readonly contributions: readonly Contribution[] };

const MOST_TOLD = 5;
const CURSOR_ROWS = 2_000;

/** Reads the whole log once more, without anything of a rebuild's, and compares every row that readers see with it. */
export async function compareWithFold(where: Where, projection: Projection): Promise<Folded> {
  const { entries, records } = await foldOf(where, projection);
  const problems = new Set<string>();
  await compareRows(where, storedIn(projection).table, idsBy(projection), entries, problems);
  if (projection.kind === 'aggregate') {
    const totals = totalsOf(projection, entries.values());
    await compareRows(where, projection.table, row => idOf(projection.dimensions, row), totals, problems);
  }
  return { rows: entries.size, records, differences: problems.size, first: [...problems].slice(0, MOST_TOLD) };
}

async function foldOf(
  { log, prefix, wire }: Where,
  projection: Projection,
): Promise<{ entries: Map<string, Entry>; records: number }> {
  const idFor = idsBy(projection);
  const byKey = new Map<string, Map<string, Entry>>();
  let records = 0;
  for (const name of projection.topics) {
    const reader = wire.reader(name);
    for (const { topic, partition, start, end } of await log.admin.offsets(topicName(prefix, name))) {
      for await (const batch of log.readPartition({ from: { topic, partition, offset: start }, until: end })) {
        await reader.prepare(batch.records.map(({ value }) => value));
        records += batch.records.length;
        for (const { key: bytes, value } of batch.records) {
          const key = String(bytes);
          if (value === null) {
            byKey.delete(key);
            continue;
          }
          const row = rowOf(projection, reader.decode(value) as Projected, key, partition);
          const rows = byKey.get(key) ?? new Map<string, Entry>();
          const known = rows.get(idFor(row));
          if (known === undefined || row.version > known.version) rows.set(idFor(row), entryOf(projection, row));
          byKey.set(key, rows);
        }
      }
    }
  }
  return { entries: new Map([...byKey.values()].flatMap(rows => [...rows])), records };
}

const entryOf = ({ kind }: Projection, row: Row & { readonly version: number }): Entry => ({
  version: row.version,
  digest: digestOf(row),
  contributions: kind === 'aggregate' ? (row.contributions as readonly Contribution[]) : [],
});

function totalsOf(
  { dimensions, measures }: Extract<Projection, { kind: 'aggregate' }>,
  entries: Iterable<Entry>,
): Map<string, { readonly digest: string }> {
  const sums = new Map<string, Record<string, unknown>>();
  for (const { contributions } of entries) {
    for (const one of contributions) {
      const id = idOf(dimensions, one);
      const sum = sums.get(id) ?? {
        ...Object.fromEntries(dimensions.map(name => [name, one[name]])),
        ...Object.fromEntries(measures.map(name => [name, 0])),
      };
      for (const name of measures) sum[name] = Number(sum[name]) + Number(one[name]);
      sums.set(id, sum);
    }
  }
  return new Map([...sums].map(([id, sum]) => [id, { digest: digestOf(sum) }]));
}

/** A row that is there twice counts as much as one that is missing, or another. */
async function compareRows(
  { sql, prefix }: Where,
  table: string,
  idFor: (row: Row) => string,
  expected: ReadonlyMap<string, { readonly digest: string }>,
  problems: Set<string>,
): Promise<void> {
  const seen = new Set<string>();
  const query = sql<{ row: Row }[]>`select to_json(one) as row from ${sql(viewsSchema(prefix))}.${sql(table)} as one`;
  for await (const rows of query.cursor(CURSOR_ROWS)) {
    for (const { row } of rows) {
      const id = idFor(row);
      if (seen.has(id)) problems.add(`${table} ${id}: twice`);
      seen.add(id);
      const known = expected.get(id);
      if (known === undefined) problems.add(`${table} ${id}: the log does not know it`);
      else if (known.digest !== digestOf(row)) problems.add(`${table} ${id}: another row than the log says`);
    }
  }
  for (const id of expected.keys()) if (!seen.has(id)) problems.add(`${table} ${id}: lost`);
}

const idsBy = (projection: Projection) => {
  const { keyColumns } = storedIn(projection);
  return (row: Row): string => idOf(keyColumns, row);
};

const idOf = (columns: readonly string[], row: Row): string => columns.map(name => String(row[name])).join(' ');

const digestOf = (row: Row): string =>
  createHash('sha256')
    .update(JSON.stringify(alike(row)))
    .digest('base64');

/** In one order of names, and with times as one text: Postgres writes them with an offset of its own. */
function alike(value: unknown): unknown {
  if (typeof value === 'string') return TIME.test(value) ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) return value.map(alike);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, one]) => [name, alike(one)]));
}

const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/;
