import type { Changes } from '../changes.ts';
import type { Move, Mover } from '../moving.ts';
import { parkedRow } from './rows.ts';

/**
 * The part of the statement that writes cases: after `moved`, `fresh` (the rows) and `dead` (deleted keys). What could
 * not be projected is admitted; and what the same keys had parked before is closed, since only the state matters, which
 * a newer fact says whole. A repair is a treatment: what it closes is healed.
 */
export function parking(
  { sql, control, generation, projection }: Mover,
  { topic, partition, repair = false }: Move,
  { parked = [] }: Changes,
  keyColumn: string,
) {
  const rows = JSON.stringify(parked.map(one => parkedRow(projection.name, one)));
  const table = sql`${sql(control)}.parked`;
  const its = sql`known.projection = ${projection.name} and known.generation = ${generation}
      and known.topic = ${topic} and known.partition = ${partition}`;
  return sql`failed as (
      select * from json_populate_recordset(null::${table}, ${rows}::text::json) where exists (select from moved)
    ), touched as (
      select fresh.${sql(keyColumn)}::text as key from fresh
      union all select dead.key from dead
      union all select failed.row_key from failed where failed.row_key is not null
    ), closed as (
      update ${table} as known
      set status = ${repair ? 'HEALED' : 'SUPERSEDED'}, closed_at = now(), value = null,
        attempts = known.attempts + ${repair ? 1 : 0}
      where ${its} and known.status = 'WAITING' and known.row_key in (select touched.key from touched)
        and not exists (select from failed where failed."offset" = known."offset")
    ), admitted as (
      insert into ${table} as known
        (projection, generation, topic, partition, "offset", row_key, key, value, schema_id, record_at, status, error,
         cause, attempts)
      select ${projection.name}, ${generation}::int, ${topic}, ${partition}::int, failed."offset", failed.row_key,
        failed.key, failed.value, failed.schema_id, failed.record_at, 'WAITING', failed.error, failed.cause, 1
      from failed
      on conflict (projection, generation, topic, partition, "offset") do update
      set status = 'WAITING', value = excluded.value, error = excluded.error, cause = excluded.cause,
        attempts = known.attempts + 1, failed_at = now(), closed_at = null
      where known.status <> 'DISCARDED'
    )`;
}
