import type { Sql } from '../../../runtime/postgres/connect.ts';
import type { Control } from '../../../runtime/projector/generations.ts';
import { findOperation, type Operation } from '../../../runtime/projector/rebuild/operations.ts';

/** Where a rebuild can be struck. `live`: no rebuild is under way. */
export const phases = ['live', 'first pass', 'second pass', 'index', 'catching up', 'proof', 'swap'] as const;
export type Phase = (typeof phases)[number];

const byState: Partial<Record<Operation['state'], Phase>> = {
  indexing: 'index',
  'catching-up': 'catching up',
  proving: 'proof',
  swapping: 'swap',
};

/**
 * What a rebuild is doing right now; null before it began. The two passes of a load are told apart by whether rows are
 * being copied into Postgres.
 */
export async function phaseOf({ sql, control }: Control, id: number): Promise<{ phase: Phase | null; now: Operation }> {
  const now = (await findOperation({ sql, control }, id)) as Operation;
  if (now.finishedAt !== null) return { phase: 'live', now };
  if (now.state === 'loading') return { phase: (await isCopying(sql)) ? 'second pass' : 'first pass', now };
  return { phase: byState[now.state] ?? null, now };
}

async function isCopying(sql: Sql): Promise<boolean> {
  const rows = await sql`
    select from pg_stat_activity
    where application_name like '% rebuild' and state = 'active' and query ilike 'copy %' limit 1`;
  return rows.length > 0;
}

/** The process that works on it: `host pid id`. */
export const pidOf = ({ owner }: Operation): number => Number(owner?.split(' ')[1] ?? Number.NaN);

/** Which phase each of so many kills is to hit: live every third time, and of a rebuild all in turn. */
export function planKills(kills: number): Phase[] {
  const ofRebuild = phases.filter(phase => phase !== 'live' && phase !== 'catching up');
  let next = 0;
  return Array.from({ length: kills }, (_, n) =>
    n % 3 === 0 ? 'live' : (ofRebuild[next++ % ofRebuild.length] as Phase),
  );
}
