import type { Session } from '../../postgres/session.ts';
import { quoted } from '../doors.ts';
import type { Sample, TableDifference } from './report.ts';

const MOST_SAMPLES = 20;
const LONGEST_VALUE = 120;

/** A table by its schema and name. */
export type TableAt = { readonly schema: string; readonly table: string };

type Column = { readonly name: string; readonly type: string };

/** The tables of a schema, without views. */
export async function tablesIn(session: Session, schema: string): Promise<string[]> {
  const rows = await session.query(
    `select relname as name from pg_class where relnamespace = to_regnamespace(quote_ident($1)) and relkind = 'r'
     order by relname`,
    [schema],
  );
  return rows.map(({ name }) => String(name));
}

async function columnsIn(session: Session, { schema, table }: TableAt): Promise<Column[]> {
  const rows = await session.query(
    `select attname as name, format_type(atttypid, atttypmod) as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum`,
    [`${quoted(schema)}.${quoted(table)}`],
  );
  return rows.map(({ name, type }) => ({ name: String(name), type: String(type) }));
}

/** The columns of its primary key. */
export async function primaryKeyOf(session: Session, { schema, table }: TableAt): Promise<string[]> {
  const rows = await session.query(
    `select attname as name from pg_index
     join pg_attribute on attrelid = indrelid and attnum = any(indkey)
     where indrelid = $1::regclass and indisprimary order by array_position(indkey::int2[], attnum)`,
    [`${quoted(schema)}.${quoted(table)}`],
  );
  return rows.map(({ name }) => String(name));
}

export type DiffOptions = {
  readonly live: TableAt;
  readonly other: TableAt;
  /** The columns by which rows of the other are told apart, where no primary key says it. */
  readonly otherKeys?: readonly string[];
  /** A condition on the rows of both that count, with the row as `t`. Default: all do. */
  readonly where?: string;
};

/**
 * Compares two tables row by row, by the primary key, within the session's snapshot. JSON is compared as text first, since
 * that is how both were written, and by its content only where the text differs.
 */
export async function diffTables(
  session: Session,
  { live, other, otherKeys, where }: DiffOptions,
): Promise<TableDifference> {
  const [keys, ofLive, ofOther] = [
    await primaryKeyOf(session, live),
    await columnsIn(session, live),
    await columnsIn(session, other),
  ];
  const condition = where === undefined ? '' : `where ${where}`;
  const typeOfOther = new Map(ofOther.map(({ name, type }) => [name, type]));
  const typeOfLive = new Map(ofLive.map(({ name, type }) => [name, type]));
  const keysOfOther = otherKeys ?? (await primaryKeyOf(session, other));
  const keyOf = (names: readonly string[], types: ReadonlyMap<string, string>): string =>
    names
      .map(name => `${name} ${types.get(name)}`)
      .sort()
      .join(', ');
  const [liveKey, otherKey] = [keyOf(keys, typeOfLive), keyOf(keysOfOther, typeOfOther)];
  // Nothing says which row of the one is which of the other.
  if (keys.length === 0 || liveKey !== otherKey) {
    const counted = async (where: TableAt) =>
      Number((await session.query(`select count(*) as n from ${at(where)} as t ${condition}`))[0]?.n);
    const columnsOnly = { live: [`the key (${liveKey})`], other: [`the key (${otherKey})`] };
    return apart(live.table, { live: await counted(live), other: await counted(other) }, columnsOnly);
  }
  const shared = ofLive.filter(({ name }) => typeOfOther.has(name) && !keys.includes(name));
  const differs = shared.map(one => differsIn(one, typeOfOther.get(one.name) as string));
  const any = differs.length === 0 ? 'false' : differs.map(one => `(${one})`).join(' or ');
  const onKeys = keys.map(key => `l.${quoted(key)} = o.${quoted(key)}`).join(' and ');
  const key = quoted(keys[0] as string);
  const joined = `(select * from ${at(live)} as t ${condition}) as l
    full join (select * from ${at(other)} as t ${condition}) as o on ${onKeys}`;
  const counts = shared.map((_, n) => `count(*) filter (where both_there and (${differs[n]})) as c${n}`);
  const [sums = {}] = await session.query(
    `select count(l.${key}) as live, count(o.${key}) as other,
       count(*) filter (where o.${key} is null) as only_live, count(*) filter (where l.${key} is null) as only_other,
       count(*) filter (where l.${key} is not null and o.${key} is not null and (${any})) as different
     from ${joined}`,
  );
  const number = (name: string): number => Number(sums[name] ?? 0);
  const found = number('only_live') + number('only_other') + number('different');
  const columns = number('different') === 0 ? {} : await columnCounts(session, shared, counts, joined, key);
  const samples = found === 0 ? [] : await samplesOf(session, { keys, shared, differs, any, joined, key });
  return {
    table: live.table,
    live: number('live'),
    other: number('other'),
    onlyLive: number('only_live'),
    onlyOther: number('only_other'),
    different: number('different'),
    columns,
    columnsOnlyLive: ofLive.filter(({ name }) => !typeOfOther.has(name)).map(({ name }) => name),
    columnsOnlyOther: ofOther.filter(({ name }) => !ofLive.some(one => one.name === name)).map(({ name }) => name),
    samples,
  };
}

/** What cannot be compared row by row. */
export const apart = (
  table: string,
  rows: { readonly live: number; readonly other: number },
  columnsOnly: { readonly live: readonly string[]; readonly other: readonly string[] },
): TableDifference => ({
  table,
  ...rows,
  onlyLive: 0,
  onlyOther: 0,
  different: 0,
  columns: {},
  columnsOnlyLive: columnsOnly.live,
  columnsOnlyOther: columnsOnly.other,
  samples: [],
});

async function columnCounts(
  session: Session,
  shared: readonly Column[],
  counts: readonly string[],
  joined: string,
  key: string,
): Promise<Record<string, number>> {
  const there = `l.${key} is not null and o.${key} is not null`;
  const [row = {}] = await session.query(`select ${counts.join(', ').replaceAll('both_there', there)} from ${joined}`);
  return Object.fromEntries(
    shared.map(({ name }, n) => [name, Number(row[`c${n}`])] as const).filter(([, count]) => count > 0),
  );
}

type Sampling = {
  readonly keys: readonly string[];
  readonly shared: readonly Column[];
  readonly differs: readonly string[];
  readonly any: string;
  readonly joined: string;
  readonly key: string;
};

async function samplesOf(session: Session, { keys, shared, differs, any, joined, key }: Sampling): Promise<Sample[]> {
  const shown = keys.map((name, n) => `coalesce(l.${quoted(name)}, o.${quoted(name)}) as k${n}`);
  const cut = (side: string, name: string) => `left(${side}.${quoted(name)}::text, ${LONGEST_VALUE})`;
  const values = shared.map(
    ({ name }, n) => `case when ${differs[n]} then json_build_array(${cut('l', name)}, ${cut('o', name)}) end as v${n}`,
  );
  const rows = await session.query(
    `select ${[...shown, ...values].join(', ')},
       case when o.${key} is null then 'only-live' when l.${key} is null then 'only-other' else 'different' end as kind
     from ${joined} where o.${key} is null or l.${key} is null or (${any})
     limit ${MOST_SAMPLES}`,
  );
  return rows.map(row => {
    const kind = row.kind as Sample['kind'];
    const columns = shared.flatMap(({ name }, n) => {
      const pair = row[`v${n}`] as [string | null, string | null] | null;
      return pair === null || kind !== 'different' ? [] : [[name, { live: pair[0], other: pair[1] }] as const];
    });
    return {
      key: Object.fromEntries(keys.map((name, n) => [name, row[`k${n}`]])),
      kind,
      columns: Object.fromEntries(columns),
    };
  });
}

function differsIn({ name, type }: Column, typeOfOther: string): string {
  const [live, other] = [`l.${quoted(name)}`, `o.${quoted(name)}`];
  if (type === 'json' && typeOfOther === 'json') {
    return `${live}::text is distinct from ${other}::text and ${live}::jsonb is distinct from ${other}::jsonb`;
  }
  if (type !== typeOfOther) return `${live}::text is distinct from ${other}::text`;
  return `${live} is distinct from ${other}`;
}

const at = ({ schema, table }: TableAt): string => `${quoted(schema)}.${quoted(table)}`;

export const differencesIn = (tables: readonly TableDifference[]): number =>
  tables.reduce(
    (sum, one) =>
      sum + one.onlyLive + one.onlyOther + one.different + one.columnsOnlyLive.length + one.columnsOnlyOther.length,
    0,
  );
