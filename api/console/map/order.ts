import type { Joint, Stop } from './layout.ts';

const SWEEPS = 12;
const ALIGNMENTS = 10;

/** The top of each stop: columns in an order in which few lines cross, and each as level with its neighbours as it can be. */
export function ordered(stops: readonly Stop[], joints: readonly Joint[], apart: number): Map<string, number> {
  const columns = [...Map.groupBy(stops, ({ column }) => column)]
    .sort(([one], [other]) => one - other)
    .map(([, column]) => column);
  return aligned(sorted(columns, joints), joints, apart);
}

/** Sweeps to and fro, each column by the middle of what it is joined to; the order with the fewest crossings is kept. */
function sorted(columns: readonly (readonly Stop[])[], joints: readonly Joint[]): (readonly Stop[])[] {
  let order = [...columns];
  let best = order;
  let fewest = crossingsOf(order, joints);
  for (let sweep = 0; sweep < SWEEPS && fewest > 0; sweep += 1) {
    const right = sweep % 2 === 0;
    const around = right ? 'left' : 'right';
    const next = [...order];
    const indexes = next.map((_, n) => n);
    for (const n of right ? indexes.slice(1) : indexes.slice(0, -1).reverse()) {
      const neighbour = new Map((next[right ? n - 1 : n + 1] ?? []).map(({ id }, at) => [id, at]));
      const column = next[n] as readonly Stop[];
      const middles = new Map(column.map(({ id }, at) => [id, middleOf(id, joints, around, neighbour) ?? at]));
      next[n] = column.toSorted((one, other) => (middles.get(one.id) ?? 0) - (middles.get(other.id) ?? 0));
    }
    order = next;
    const crossings = crossingsOf(order, joints);
    if (crossings < fewest) [best, fewest] = [order, crossings];
  }
  return best;
}

function middleOf(id: string, joints: readonly Joint[], side: 'left' | 'right', at: ReadonlyMap<string, number>) {
  const own = side === 'left' ? 'right' : 'left';
  const places = joints.filter(one => one[own] === id).flatMap(one => at.get(one[side]) ?? []);
  return places.length === 0 ? null : places.reduce((sum, one) => sum + one, 0) / places.length;
}

function crossingsOf(columns: readonly (readonly Stop[])[], joints: readonly Joint[]): number {
  const at = new Map(columns.flatMap((column, c) => column.map(({ id }, n) => [id, { c, n }] as const)));
  const spans = joints.flatMap(({ left, right }) => {
    const [one, other] = [at.get(left), at.get(right)];
    return one === undefined || other === undefined ? [] : [{ c: one.c, from: one.n, to: other.n }];
  });
  let crossings = 0;
  spans.forEach((one, n) => {
    for (const other of spans.slice(n + 1)) {
      if (one.c === other.c && (one.from - other.from) * (one.to - other.to) < 0) crossings += 1;
    }
  });
  return crossings;
}

function aligned(columns: readonly (readonly Stop[])[], joints: readonly Joint[], apart: number): Map<string, number> {
  const gapOf = (one: Stop, other: Stop): number => (one.box && other.box ? apart : apart / 2);
  const tops = new Map<string, number>();
  const middle = ({ id, height }: Stop): number => (tops.get(id) ?? 0) + height / 2;
  const byId = new Map(columns.flat().map(one => [one.id, one]));
  const height = Math.max(...columns.map(column => stack(column, () => 0).end), 0);

  function stack(column: readonly Stop[], wanted: (stop: Stop) => number): { end: number } {
    let end = 0;
    column.forEach((stop, n) => {
      const before = column[n - 1];
      const least = before === undefined ? 0 : end + gapOf(before, stop);
      const top = Math.max(least, wanted(stop));
      tops.set(stop.id, top);
      end = top + stop.height;
    });
    return { end };
  }

  /** What was pushed beyond the bottom is pulled up again. */
  function settle(column: readonly Stop[]): void {
    let limit = height;
    for (let n = column.length - 1; n >= 0; n -= 1) {
      const stop = column[n] as Stop;
      const top = Math.min(tops.get(stop.id) ?? 0, limit - stop.height);
      tops.set(stop.id, top);
      const before = column[n - 1];
      limit = top - (before === undefined ? 0 : gapOf(before, stop));
    }
  }

  for (const column of columns) stack(column, () => 0);
  for (let pass = 0; pass < ALIGNMENTS; pass += 1) {
    for (const column of pass % 2 === 0 ? columns : columns.toReversed()) {
      const wanted = new Map(
        column.map(stop => {
          const ends = joints.flatMap(one =>
            one.left === stop.id ? one.right : one.right === stop.id ? one.left : [],
          );
          const around = ends.flatMap(id => byId.get(id) ?? []).map(middle);
          const mean = around.length === 0 ? middle(stop) : around.reduce((sum, one) => sum + one, 0) / around.length;
          return [stop.id, mean - stop.height / 2];
        }),
      );
      stack(column, stop => wanted.get(stop.id) ?? 0);
      settle(column);
    }
  }
  return tops;
}
