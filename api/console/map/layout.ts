import { layersOf } from './layers.ts';
import { ordered } from './order.ts';

/** A box with the heights, from its top, at which lines leave it. */
export type Box = { readonly id: string; readonly height: number; readonly ports: Readonly<Record<string, number>> };

/** A line from a port of one box to another box. Lines of one port run together as far as they can. */
export type Line = { readonly id: string; readonly from: string; readonly port: string; readonly to: string };

export type Point = { readonly x: number; readonly y: number };

export type Placed = {
  readonly boxes: ReadonlyMap<string, Point>;
  /** `back`: it leads from right to left, and so closes a cycle. Point by point: across a column, then to the next. */
  readonly lines: readonly { readonly id: string; readonly back: boolean; readonly points: readonly Point[] }[];
  readonly width: number;
  readonly height: number;
};

export type Measures = {
  readonly boxWidth: number;
  /** Between columns. */
  readonly across: number;
  /** Between boxes of a column. */
  readonly apart: number;
  /** Height of the part of a box at which lines arrive. */
  readonly head: number;
};

/** What stands in a column: a box, or a line on its way through. */
export type Stop = { readonly id: string; readonly column: number; readonly height: number; readonly box: boolean };
/** Two stops in neighbouring columns, the left one first, with the heights from their middles at which they are joined. */
export type Joint = { readonly left: string; readonly right: string };

type Route = { readonly line: Line; readonly back: boolean; readonly stops: readonly string[] };

/** Room for a line that passes through a column. */
const LANE = 14;

/**
 * Columns from left to right, boxes in each so that lines cross little (Sugiyama, Tagawa and Toda, 1981): the same boxes
 * and lines always come out the same.
 */
export function layoutOf(boxes: readonly Box[], lines: readonly Line[], measures: Measures): Placed {
  const { boxWidth, across, head } = measures;
  const known = new Map(boxes.map(one => [one.id, one]));
  const drawn = lines.filter(({ from, to }) => from !== to && known.has(from) && known.has(to));
  const layers = layersOf([...known.keys()], drawn);
  const columnOf = (id: string): number => layers.get(id) ?? 0;
  const stops = new Map<string, Stop>(
    boxes.map(({ id, height }) => [id, { id, height, column: columnOf(id), box: true }]),
  );
  const routes = drawn.map(line => routeOf(line, columnOf, stops));
  const places = ordered([...stops.values()], jointsOf(routes), measures.apart);
  const xOf = (column: number): number => column * (boxWidth + across);
  const topOf = (id: string): number => places.get(id) ?? 0;
  const arrivals = arrivalsOf(routes, topOf, known, head);
  return {
    boxes: new Map(boxes.map(({ id }) => [id, { x: xOf(columnOf(id)), y: topOf(id) }])),
    lines: routes.map(({ line, back, stops: through }) => {
      const start = { x: xOf(columnOf(line.from)) + (back ? 0 : boxWidth), y: topOf(line.from) + portOf(known, line) };
      const middle = through.flatMap(id => {
        const x = xOf(stops.get(id)?.column ?? 0);
        const y = topOf(id) + LANE / 2;
        return back
          ? [
              { x: x + boxWidth, y },
              { x, y },
            ]
          : [
              { x, y },
              { x: x + boxWidth, y },
            ];
      });
      const end = { x: xOf(columnOf(line.to)) + (back ? boxWidth : 0), y: arrivals.get(line.id) ?? 0 };
      return { id: line.id, back, points: [start, ...middle, end] };
    }),
    width: xOf(Math.max(0, ...layers.values())) + boxWidth,
    height: Math.max(0, ...[...stops.values()].map(({ id, height }) => topOf(id) + height)),
  };
}

const portOf = (known: ReadonlyMap<string, Box>, { from, port }: Line): number => known.get(from)?.ports[port] ?? 0;

/** Through the columns between; lines of one port share their stops. */
function routeOf(line: Line, columnOf: (id: string) => number, stops: Map<string, Stop>): Route {
  const [from, to] = [columnOf(line.from), columnOf(line.to)];
  const back = to <= from;
  const step = back ? -1 : 1;
  const through: string[] = [];
  for (let column = from + step; column !== to && (back ? column > to : column < to); column += step) {
    const id = `${line.from}/${line.port}/${column}`;
    if (!stops.has(id)) stops.set(id, { id, column, height: LANE, box: false });
    through.push(id);
  }
  return { line, back, stops: through };
}

function jointsOf(routes: readonly Route[]): Joint[] {
  return routes.flatMap(({ line, back, stops }) => {
    const all = [line.from, ...stops, line.to];
    const pairs = all.slice(1).map((id, n) => [all[n] as string, id] as const);
    return pairs.map(([one, other]) => (back ? { left: other, right: one } : { left: one, right: other }));
  });
}

/** Where lines arrive: beside each other on the head of the box, in the order in which they come. */
function arrivalsOf(
  routes: readonly Route[],
  topOf: (id: string) => number,
  known: ReadonlyMap<string, Box>,
  head: number,
): Map<string, number> {
  const comesFrom = ({ line, stops }: Route): number => {
    const last = stops.at(-1);
    return last === undefined ? topOf(line.from) + portOf(known, line) : topOf(last);
  };
  const sides = Map.groupBy(routes, ({ line, back }) => `${line.to} ${back}`);
  const found = new Map<string, number>();
  for (const side of sides.values()) {
    const inOrder = side.toSorted((one, other) => comesFrom(one) - comesFrom(other));
    inOrder.forEach(({ line }, n) => {
      found.set(line.id, topOf(line.to) + (head * (n + 1)) / (side.length + 1));
    });
  }
  return found;
}
