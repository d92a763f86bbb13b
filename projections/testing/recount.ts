import { rowOf } from '../../runtime/projector/changes.ts';
import { type Contribution, type Projection, type Row, storedIn } from '../../runtime/projector/definition.ts';
import { partitionOf, type Told } from './random-history.ts';

/** What a projection must come to, told from the newest fact of each key and nothing else. */
export type Recounted = { readonly stored: Row[]; readonly shown: Row[] };

export function recount(projection: Projection, told: readonly Told[]): Recounted {
  const { keyColumns } = storedIn(projection);
  const newest = new Map<string, Row & { readonly version: number }>();
  const keys = new Set(told.map(({ key }) => key));
  for (const key of keys) {
    const all = told.filter(one => one.key === key);
    const since = all.slice(all.findLastIndex(({ fact }) => fact === null) + 1);
    for (const { fact } of since) {
      if (fact === null) continue;
      const row = rowOf(projection, fact, key, partitionOf(key));
      const id = JSON.stringify(keyColumns.map(column => row[column]));
      const known = newest.get(id);
      if (known === undefined || row.version > known.version) newest.set(id, row);
    }
  }
  const stored = [...newest.values()];
  return { stored, shown: projection.kind === 'table' ? stored : summed(projection, stored) };
}

function summed({ dimensions, measures }: Extract<Projection, { kind: 'aggregate' }>, stored: readonly Row[]): Row[] {
  const all = stored.flatMap(row => row.contributions as readonly Contribution[]);
  const groups = Map.groupBy(all, one => dimensions.map(name => String(one[name])).join('|'));
  return [...groups.values()].map(group => {
    const row: Record<string, unknown> = {};
    for (const name of dimensions) row[name] = group[0]?.[name];
    for (const name of measures) row[name] = group.reduce((sum, one) => sum + Number(one[name]), 0);
    return row;
  });
}
