import { parkedId } from '../../runtime/projector/parked/list.ts';
import type { Database } from './database.ts';

/**
 * What a read answers: of which read models, and which part of the address is the key of its row; null: it is a list,
 * or a sum.
 */
export type ShownRow = { readonly of: readonly string[]; readonly key: string | null };

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What a read answers. It can be read after a request that changes it, and says how far it is behind, and where a newer
     * fact could not be projected; a sum then lacks it.
     */
    readonly shows?: ShownRow;
  }
}

/** Ids of the cases for which what is shown is known to be stale, some of them: the row of a key, or a sum (null). */
export type Staleness = { of(projections: readonly string[], key: string | null): Promise<readonly string[]> };

/** A header has its limits; of a sum there may be thousands. */
const MOST_CASES = 20;

export const STALE_HEADER = 'longplay-stale';

/** Whether anything is stale at all is asked so often, ms: mostly nothing is, and then a read costs nothing more. */
const LOOK_EVERY_MS = 1_000;

type Row = { projection: string; generation: number; topic: string; partition: number; offset: string };

export function watchStaleness({ sql, views, ask }: Database, prefix: string, now: () => number): Staleness {
  const live = sql`
    ${sql(views)}.parked p join ${sql(views)}.generation g
      on g.projection = p.projection and g.number = p.generation and g.state = 'live' and p.status = 'WAITING'`;
  let looked = Number.NEGATIVE_INFINITY;
  let some = false;
  return {
    of: async (projections, key) => {
      if (now() - looked >= LOOK_EVERY_MS) {
        looked = now();
        const [found] = await ask(sql<{ some: boolean }[]>`select exists (select from ${live}) as some`);
        some = found?.some === true;
      }
      if (!some) return [];
      const rows = await ask(sql<Row[]>`
        select p.projection, p.generation, p.topic, p.partition, p."offset" from ${live}
        where p.projection in ${sql([...projections])} ${key === null ? sql`` : sql`and p.row_key = ${key}`}
        order by p.projection, p.admitted_at, p."offset" limit ${MOST_CASES}`);
      return rows.map(({ offset, ...place }) => parkedId(prefix, { ...place, offset: BigInt(offset) }));
    },
  };
}
