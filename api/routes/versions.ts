import { projections } from '../../projections/catalogue.ts';
import type { Owned } from '../preconditions.ts';
import type { Database } from './database.ts';

/** The version in which a read model has a fact. */
export type Versions = { of(owned: Owned): Promise<number | null> };

export const readVersions = ({ sql, views, ask }: Database): Versions => ({
  of: async ({ topic, key }) => {
    const table = projections.find(one => one.kind === 'table' && one.name === topic);
    if (table?.kind !== 'table') throw new Error(`No read model holds the facts of ${topic}.`);
    const [row] = await ask(sql<{ version: string }[]>`
      select version from ${sql(views)}.${sql(table.table)} where ${sql(table.keyColumns[0])} = ${key}`);
    return row === undefined ? null : Number(row.version);
  },
});
