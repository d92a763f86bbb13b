import type { Database } from './database.ts';
import { viewsOfOrders } from './views-of-orders.ts';

/** What a read model has of an order: its rows as they stand, by the names of their columns. */
export type RowsOf = {
  readonly name: string;
  readonly topic: string;
  /** The table; of a report, that of what each order adds to it. */
  readonly table: string;
  readonly adds: boolean;
  /** The one that readers ask. */
  readonly generation: number;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Whether there are more rows than these. */
  readonly more: boolean;
};

/** Rows of one read model that are told: each that there is has one for an order. */
export const MOST_ROWS = 20;

type Live = { readonly projection: string; readonly number: number; readonly schema_name: string };

/** What each read model shows of an order, in the order of the catalogue; one that is being filled is left out. */
export const orderRows =
  ({ sql, views, ask }: Pick<Database, 'sql' | 'views' | 'ask'>) =>
  async (orderId: string): Promise<RowsOf[]> => {
    const live = await ask(sql<Live[]>`
      select projection, number, schema_name from ${sql(views)}.generation
      where state = 'live' and projection in ${sql(viewsOfOrders.map(({ name }) => name))}`);
    const asked = viewsOfOrders.flatMap(one => {
      const generation = live.find(({ projection }) => projection === one.name);
      return generation === undefined ? [] : [{ ...one, generation }];
    });
    if (asked.length === 0) return [];
    const queries = asked.map(
      ({ name, table, keyColumns, generation }) => sql`
        (select ${name} as name, to_json(t) as row from ${sql(generation.schema_name)}.${sql(table)} t
          where ${sql(keyColumns[0])} = ${orderId} limit ${MOST_ROWS + 1})`,
    );
    const all = queries.reduce((some, one) => sql`${some} union all ${one}`);
    const found = Map.groupBy(await ask(sql<{ name: string; row: RowsOf['rows'][number] }[]>`${all}`), one => one.name);
    return asked.map(({ name, topic, adds, table, generation }) => {
      const rows = (found.get(name) ?? []).map(({ row }) => row);
      return {
        ...{ name, topic, table, adds, generation: generation.number },
        rows: rows.slice(0, MOST_ROWS),
        more: rows.length > MOST_ROWS,
      };
    });
  };
