import type { Changes } from '../../runtime/projector/changes.ts';
import { type Contribution, type Projection, type Row, storedIn } from '../../runtime/projector/definition.ts';

/** What Postgres holds after `apply`, in memory: the same rules, written once more. */
export type MemoryTables = {
  apply(changes: Changes, partition: number): void;
  /** The rows of what is stored: of an aggregate the contributions. */
  stored(): Row[];
  /** What readers see. */
  shown(): Row[];
};

export function memoryTables(projection: Projection): MemoryTables {
  const { keyColumns } = storedIn(projection);
  const idOf = (row: Row): string => JSON.stringify(keyColumns.map(column => row[column]));
  const rows = new Map<string, Row>();
  const totals = new Map<string, Row & { readonly entries: number }>();

  const count = (sign: number, row: Row, partition: number): void => {
    if (projection.kind === 'table') return;
    for (const one of row.contributions as readonly Contribution[]) {
      const by = projection.dimensions.map(name => [name, one[name]]);
      const id = JSON.stringify([partition, by]);
      const before = totals.get(id);
      const sums = projection.measures.map(name => [name, Number(before?.[name] ?? 0) + sign * Number(one[name])]);
      totals.set(id, { ...Object.fromEntries([...by, ...sums]), entries: (before?.entries ?? 0) + sign });
    }
  };

  return {
    apply: ({ deleted, rows: fresh }, partition) => {
      const coming = new Set(fresh.map(idOf));
      for (const [id, known] of [...rows]) {
        if (coming.has(id) || !deleted.includes(String(known[keyColumns[0]]))) continue;
        count(-1, known, partition);
        rows.delete(id);
      }
      for (const row of fresh) {
        const known = rows.get(idOf(row));
        const stays = known !== undefined && Number(known.version) >= Number(row.version);
        if (stays && !deleted.includes(String(row[keyColumns[0]]))) continue;
        if (known !== undefined) count(-1, known, partition);
        count(1, row, partition);
        rows.set(idOf(row), row);
      }
    },
    stored: () => [...rows.values()],
    shown: () => (projection.kind === 'table' ? [...rows.values()] : summed(projection, [...totals.values()])),
  };
}

type Summing = Extract<Projection, { kind: 'aggregate' }>;

/** The view: over all partitions, without what has no entries left. */
function summed({ dimensions, measures }: Summing, totals: readonly (Row & { readonly entries: number })[]): Row[] {
  const groups = Map.groupBy(totals, row => JSON.stringify(dimensions.map(name => row[name])));
  return [...groups.values()]
    .filter(group => group.some(({ entries }) => entries > 0))
    .map(group => ({
      ...Object.fromEntries(dimensions.map(name => [name, group[0]?.[name]])),
      ...Object.fromEntries(measures.map(name => [name, group.reduce((sum, row) => sum + Number(row[name]), 0)])),
    }));
}

/** Rows as text, sorted, so that two tables can be compared row by row. */
export const asText = (rows: readonly Row[]): string[] =>
  rows
    .map(row =>
      JSON.stringify(Object.fromEntries(Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)))),
    )
    .sort();
