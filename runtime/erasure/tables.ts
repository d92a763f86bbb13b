import type { Sql } from '../postgres/connect.ts';
import type { Place } from './findings.ts';
import { type FaultsIn, faultReader } from './personal-texts.ts';
import type { ScanContext } from './topics.ts';
import type { ValueReader } from './values.ts';

export type TableScan = { readonly table: string; readonly rows: number; readonly sealed: number };

export type TablesToScan = {
  readonly sql: Sql;
  readonly prefix: string;
  readonly look: ValueReader;
  /** Schemas of what tables hold as JSON in a column `document`, by the table's name. */
  readonly documents: Readonly<Record<string, string>>;
};

/** Schemas of Postgres that installations share. */
const SHARED = ['vault'];

type Table = { readonly schema: string; readonly name: string; readonly keys: readonly string[] };

/** Searches every table of the installation: read models, all generations of them, what the API keeps, the vault. */
export async function scanTables(tables: TablesToScan, context: ScanContext): Promise<TableScan[]> {
  const scans: TableScan[] = [];
  for (const table of await tablesOf(tables)) {
    const scan = await scanTable(table, tables, context);
    if (scan !== null) scans.push(scan);
  }
  return scans;
}

async function tablesOf({ sql, prefix }: Pick<TablesToScan, 'sql' | 'prefix'>): Promise<Table[]> {
  const rows = await sql<{ schema: string; name: string; keys: string | null }[]>`
    select n.nspname as schema, c.relname as name,
      (select json_agg(a.attname order by a.attnum)::text from pg_index i
        join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as keys
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'm') and (starts_with(n.nspname, ${`${prefix}_`}) or n.nspname = ${SHARED[0] as string})
    order by 1, 2`;
  return rows.map(({ keys, ...table }) => ({ ...table, keys: keys === null ? [] : (JSON.parse(keys) as string[]) }));
}

const ROWS_AT_ONCE = 500;

/** Null where the table was dropped meanwhile, as the generation of a read model is. */
async function scanTable(
  { schema, name, keys }: Table,
  { sql, documents, look }: TablesToScan,
  { search, tally, signal, onRead }: ScanContext,
): Promise<TableScan | null> {
  const table = `${schema}.${name}`;
  const document = documents[name];
  const faultsIn = document === undefined ? null : faultReader(document);
  const scan = { table, rows: 0, sealed: 0 };
  try {
    const rows = sql<Row[]>`select t.ctid::text as at, row_to_json(t)::text as text from ${sql(schema)}.${sql(name)} t`;
    for await (const some of rows.cursor(ROWS_AT_ONCE)) {
      signal.throwIfAborted();
      for (const { at, text } of some) {
        const bytes = Buffer.from(text);
        const holdsText = search.texts > 0 && search.holdsText(bytes);
        const row = JSON.parse(text) as Record<string, unknown>;
        const place = holdsText ? { table, row: at } : placeOf(table, row, keys, at);
        scan.sealed += search.sealedIn(bytes);
        if (holdsText) tally.add({ what: 'text', place });
        await lookInto(row, { place, faultsIn });
      }
      scan.rows += some.length;
      onRead(some.length);
    }
  } catch (cause) {
    if (isGone(cause)) return null;
    throw cause;
  }
  return scan;

  async function lookInto(row: Record<string, unknown>, { place, faultsIn }: Into): Promise<void> {
    if (faultsIn !== null) tally.looked(documentIn(row, faultsIn, search.customerId), place);
    // A record that could not be projected is kept with its bytes.
    const value = name === 'parked' ? bytesOf(row.value) : null;
    if (value !== null) tally.looked(await look(value, search.customerId), place);
  }
}

type Row = { readonly at: string; readonly text: string };
type Into = { readonly place: Place; readonly faultsIn: FaultsIn | null };

function documentIn(row: Record<string, unknown>, faultsIn: FaultsIn, customerId: string) {
  const { document } = row;
  if (typeof document !== 'object' || document === null) return { faults: [], unread: null };
  try {
    return { faults: faultsIn(document, customerId), unread: null };
  } catch {
    return { faults: [], unread: 'names-nobody' };
  }
}

/** By its key where it has one; where it stands else. */
function placeOf(table: string, row: Record<string, unknown>, keys: readonly string[], at: string): Place {
  const key = keys.map(one => String(row[one])).join('/');
  return { table, row: key === '' ? at : key };
}

const bytesOf = (shown: unknown): Buffer | null =>
  typeof shown === 'string' && shown.startsWith('\\x') ? Buffer.from(shown.slice(2), 'hex') : null;

/** undefined_table, invalid_schema_name */
const isGone = (error: unknown): boolean => ['42P01', '3F000'].includes(String((error as { code?: unknown }).code));
