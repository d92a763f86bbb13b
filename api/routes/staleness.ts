import { parkedId } from '../../runtime/projector/parked/list.ts';
import type { Database } from './database.ts';

/** What a read answers: of which read models, and which part of the address is the key of its row; null: it is a list. */
export type ShownRow = { readonly of: readonly string[]; readonly key: string | null };

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * What a read answers. It can be read after a request that changes it, and says how far it is behind, and where a newer
     * fact could not be projected.
     */
    readonly shows?: ShownRow;
  }
}

/** Ids of the cases for which a row that is shown is known to be stale. */
export type Staleness = { of(projections: readonly string[], key: string): Promise<readonly string[]> };

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
        where p.row_key = ${key} and p.projection in ${sql([...projections])} order by p.projection`);
      return rows.map(({ offset, ...place }) => parkedId(prefix, { ...place, offset: BigInt(offset) }));
    },
  };
}
