import type { Deadline } from '../../schemas/types/shared.ts';
import { askedAbout } from './asked-about.ts';
import type { Database } from './database.ts';
import { owedOf } from './order-view.ts';

/** Why a request is not decided yet. */
export type Turn = {
  /** Who decides it; null where that is not known here. */
  readonly processor: string | null;
  /** What is waited for, by whom it is owed, and by when. Empty: only for the processor to come to it. */
  readonly waitingFor: ReturnType<typeof owedOf>;
  /** Cases of the hospital that stand before it: nothing of its key goes on until they are treated. */
  readonly cases: readonly string[];
};

export type Turns = { of(taken: { readonly requestId: string; readonly path: string }): Promise<Turn> };

/** An order's request may wait for any of those that work on the order. */
const OF_AN_ORDER = ['orders', 'payments', 'allocations', 'shipping'];

const NOBODY: Turn = { processor: null, waitingFor: [], cases: [] };

export function watchTurns({ sql, views, ask }: Database): Turns {
  const casesOf = async (processors: readonly string[], key: string): Promise<string[]> => {
    const rows = await ask(sql<{ case_id: string }[]>`
      select case_id from ${sql(views)}.cases
      where processor in ${sql([...processors])} and blocked_key = ${key} and closed_at is null
      order by admission limit 10`);
    return rows.map(({ case_id }) => case_id);
  };

  const owedBy = async (tables: readonly string[], column: string, key: string): Promise<Turn['waitingFor']> => {
    const rows = await Promise.all(
      tables.map(table =>
        ask(sql<{ deadlines: readonly Deadline[] | null }[]>`
          select document -> 'deadlines' as deadlines from ${sql(views)}.${sql(table)} where ${sql(column)} = ${key}`),
      ),
    );
    return owedOf(rows.flat().flatMap(({ deadlines }) => deadlines ?? []));
  };

  return {
    of: async taken => {
      const about = askedAbout(taken);
      if (about === null) return NOBODY;
      const { processor, key } = about;
      const ofAnOrder = processor === 'orders' || processor === 'shipping';
      const [cases, waitingFor] = await Promise.all([
        casesOf(ofAnOrder ? OF_AN_ORDER : [processor], key),
        ofAnOrder
          ? owedBy(['orders', 'payments', 'allocations', 'shipments'], 'order_id', key)
          : processor === 'customers'
            ? owedBy(['customers'], 'customer_id', key)
            : [],
      ]);
      return { processor, waitingFor, cases };
    },
  };
}
