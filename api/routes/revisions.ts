import type { Database } from './database.ts';

/** Texts that are others once something has changed. */
export type ReadRevisions = {
  /** How far the read models are. */
  readonly positions: string;
  /** What is being done to them. */
  readonly operations: string;
  /** Cases of their own, and how far the cases of processors are read: each change of one is a record. */
  readonly parked: string;
};

/** Whether what the read models show may have changed, by one small query. */
export async function revisionsOf({ sql, views, ask }: Database): Promise<ReadRevisions> {
  const v = sql(views);
  const [row] = await ask(sql<{ positions: string; operations: string; parked: string }[]>`
    select
      (select coalesce(sum(position), 0)::text || ' ' || count(*) from ${v}.position) as positions,
      (select coalesce(string_agg(concat_ws(' ', o.id, o.state, o.rate), ',' order by o.id), '')
        from (select * from ${v}.operation order by id desc limit 20) o)
        || ' ' || (select count(*) from ${v}.paused)
        || ' ' || (select coalesce(string_agg(projection || number || state, ',' order by projection, number), '') from ${v}.generation)
        as operations,
      (select count(*)::text || ' ' || count(closed_at) from ${v}.parked)
        || ' ' || (select coalesce(sum(position), 0) from ${v}.position where projection = 'cases') as parked`);
  return row ?? { positions: '', operations: '', parked: '' };
}
