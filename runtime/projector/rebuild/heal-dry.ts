import type { CaseError } from '../../hospital/case.ts';
import { caseErrorOf } from '../../hospital/case-error.ts';
import type { Log, Position } from '../../log/port.ts';
import { projectRecords } from '../changes.ts';
import { type Code, loadCodes, type ProjectorWire } from '../code.ts';
import { type Projection, type Row, storedIn } from '../definition.ts';
import { type Control, type Generation, generationsOf, liveOf } from '../generations.ts';
import { parkedId } from '../parked/list.ts';
import { knownOf, placesOf, recordsOf } from './heal-places.ts';
import { idOf } from './hold.ts';
import { unknownProjection } from './operations.ts';

/** What making a key anew would write. */
export type DryHeal = {
  readonly projection: string;
  readonly key: string;
  /** The live one, whose own code makes its rows; and whether that is today's. A rebuild brings today's. */
  readonly generation: number;
  readonly todaysCode: boolean;
  /** Of an aggregate: the table of what each key adds. */
  readonly table: string;
  /** Records of the key that the log has, as far as the generation has read. */
  readonly records: number;
  readonly before: readonly Row[];
  readonly after: readonly Row[];
  /** Its open cases, and what would become of each. */
  readonly cases: readonly { readonly caseId: string; readonly would: 'heal' | 'fail again' }[];
  /** Of the record that could not be projected all the same; null: all can. */
  readonly error: CaseError | null;
};

export type DryHealOptions = Control & {
  readonly log: Log;
  readonly prefix: string;
  readonly wire: ProjectorWire;
  /** Of this program. */
  readonly projections: readonly Projection[];
};

/**
 * What `heal` would make of a key, beside what stands there now. Rows, cases and positions are looked at in one statement,
 * and the log is read up to these positions, so nobody has to be held. Writes nothing.
 *
 * @throws LP_PROJECTION_UNKNOWN, LP_PROJECTION_KEY_TRIMMED, LP_PROJECTION_BUNDLE
 */
export async function dryHeal(options: DryHealOptions, name: string, key: string): Promise<DryHeal> {
  const { prefix, wire, projections } = options;
  const live = liveOf(await generationsOf(options, name), name);
  if (live === undefined) throw await unknownProjection(options, name);
  const codes = await loadCodes(
    projections.filter(one => one.name === name),
    wire,
  );
  const code = await codes.of(options, live);
  const { projection, reader } = code;
  const { positions, before, parked } = await standing(options, live, code, key);
  const places = await placesOf(options, projection, key);
  const found = [];
  for (const place of places) {
    const position = positions.find(one => idOf(one) === idOf(place));
    if (position === undefined) continue;
    found.push({ records: await recordsOf(options, place, key, place.start, position.offset) });
  }
  const known = knownOf(name, key, places, found);
  const after: Row[] = [];
  let failed: { readonly offset: bigint; readonly cause: unknown } | null = null;
  for (const { records } of known) {
    await reader.prepare(records.map(({ value }) => value));
    const { changes } = projectRecords(projection, reader, records);
    after.push(...(await asStored(options, live, code, changes.rows)));
    const [still] = changes.parked ?? [];
    if (still !== undefined) failed = { offset: still.record.offset, cause: still.cause };
  }
  return {
    projection: name,
    key,
    generation: live.number,
    todaysCode: code.fingerprint === codes.bundles.get(name)?.fingerprint,
    table: storedIn(projection).table,
    records: known.reduce((sum, { records }) => sum + records.length, 0),
    before,
    after,
    cases: parked.map(place => ({
      caseId: parkedId(prefix, { projection: name, generation: live.number, ...place }),
      would: place.offset === failed?.offset ? 'fail again' : 'heal',
    })),
    error: failed === null ? null : caseErrorOf(failed.cause),
  };
}

type Place = { readonly topic: string; readonly partition: number; readonly offset: string };

async function standing(
  { sql, control }: Control,
  { number, schema }: Generation,
  { projection }: Code,
  key: string,
): Promise<{ positions: Position[]; before: Row[]; parked: Position[] }> {
  const { table, keyColumns } = storedIn(projection);
  const [found] = await sql<{ rows: Row[]; positions: Place[]; parked: Place[] }[]>`
    select
      (select coalesce(json_agg(t), '[]') from ${sql(schema)}.${sql(table)} as t
        where t.${sql(keyColumns[0])}::text = ${key}) as rows,
      (select coalesce(json_agg(json_build_object('topic', topic, 'partition', partition, 'offset', position::text)), '[]')
        from ${sql(control)}.position where projection = ${projection.name} and generation = ${number}) as positions,
      (select coalesce(json_agg(json_build_object('topic', topic, 'partition', partition, 'offset', "offset"::text)), '[]')
        from ${sql(control)}.parked
        where projection = ${projection.name} and generation = ${number} and row_key = ${key} and status = 'WAITING'
      ) as parked`;
  const { rows = [], positions = [], parked = [] } = found ?? {};
  return { positions: positions.map(placed), before: rows, parked: parked.map(placed) };
}

const placed = ({ topic, partition, offset }: Place): Position => ({ topic, partition, offset: BigInt(offset) });

/** As Postgres would hold them, so that they look like those that stand there. */
async function asStored(
  { sql }: Control,
  { schema }: Generation,
  { projection }: Code,
  rows: readonly Row[],
): Promise<Row[]> {
  const table = sql`${sql(schema)}.${sql(storedIn(projection).table)}`;
  const found = await sql<{ row: Row }[]>`
    select to_json(t) as row from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::text::json) as t`;
  return found.map(({ row }) => row);
}
