import { describe, expect, it } from 'vitest';
import { topics } from '../../../schemas/topics.ts';
import { stations } from '../../../test/topology/shop.ts';
import { graphOf } from './graph.ts';
import { type Box, type Line, layoutOf, type Measures } from './layout.ts';

const measures: Measures = { boxWidth: 100, across: 40, apart: 20, head: 30 };
const box = (id: string, height = 50): Box => ({ id, height, ports: { out: 40 } });
const line = (from: string, to: string): Line => ({ id: `${from}>${to}`, from, port: 'out', to });

/** The shop's own choreography, in which orders and payments, among others, wait for each other. */
function shop(): { boxes: Box[]; lines: Line[] } {
  const { cards, edges } = graphOf(stations, topics, [], 'facts');
  return {
    boxes: cards.map(({ station }, n) => box(station.processor, 60 + (n % 4) * 20)),
    lines: edges.map(({ id, from, to, topic }) => ({ id, from, to, port: topic })),
  };
}

describe('a layout', () => {
  it('given a chain, then it goes from left to right, and each line from edge to edge', () => {
    const { boxes, lines, width } = layoutOf(
      [box('a'), box('b'), box('c')],
      [line('a', 'b'), line('b', 'c')],
      measures,
    );
    expect([...boxes].map(([id, { x }]) => [id, x])).toEqual([
      ['a', 0],
      ['b', 140],
      ['c', 280],
    ]);
    expect(width).toBe(380);
    expect(lines.map(({ points }) => [points[0]?.x, points.at(-1)?.x])).toEqual([
      [100, 140],
      [240, 280],
    ]);
  });

  it('given a line over a column, then it passes what stands there', () => {
    const { boxes, lines } = layoutOf(
      [box('a'), box('b'), box('c')],
      [line('a', 'b'), line('b', 'c'), line('a', 'c')],
      measures,
    );
    const middle = boxes.get('b')?.y ?? 0;
    const [, one, other] = lines.find(({ id }) => id === 'a>c')?.points ?? [];
    expect([one?.x, other?.x]).toEqual([140, 240]);
    expect(one?.y).toBe(other?.y);
    expect((one?.y ?? 0) < middle || (one?.y ?? 0) > middle + 50).toBe(true);
  });

  it('given a cycle, then one line leads back, and into the right side of its box', () => {
    const { lines } = layoutOf([box('a'), box('b')], [line('a', 'b'), line('b', 'a')], measures);
    expect(lines.map(({ id, back }) => [id, back])).toEqual([
      ['a>b', false],
      ['b>a', true],
    ]);
    expect([lines[1]?.points[0]?.x, lines[1]?.points.at(-1)?.x]).toEqual([140, 100]);
  });

  it('given lines to itself or to nobody, then there are none', () => {
    const { boxes, lines } = layoutOf([box('a')], [line('a', 'a'), line('a', 'nobody')], measures);
    expect([boxes.size, lines.length]).toEqual([1, 0]);
    expect(layoutOf([], [], measures)).toMatchObject({ height: 0 });
  });

  it('given the shop, then everything is there, forward lines lead right and others left, and no boxes overlap', () => {
    const { boxes, lines } = shop();
    const placed = layoutOf(boxes, lines, measures);
    expect(placed.boxes.size).toBe(stations.length);
    expect(placed.lines.map(({ id }) => id).sort()).toEqual(lines.map(({ id }) => id).sort());
    for (const { back, points } of placed.lines) {
      expect(back ? -1 : 1).toBe(Math.sign((points.at(-1)?.x ?? 0) - (points[0]?.x ?? 0)));
    }
    const columns = Map.groupBy([...placed.boxes], ([, { x }]) => x);
    // As wide as a window of 1,280 pixels takes.
    expect(columns.size).toBeLessThanOrEqual(5);
    for (const column of columns.values()) {
      const inOrder = column.toSorted(([, one], [, other]) => one.y - other.y);
      inOrder.slice(1).forEach(([, { y }], n) => {
        const [id, before] = inOrder[n] as (typeof inOrder)[number];
        expect(y).toBeGreaterThanOrEqual(before.y + (boxes.find(one => one.id === id)?.height ?? 0));
      });
    }
    expect(Math.min(...[...placed.boxes.values()].map(({ y }) => y))).toBeGreaterThanOrEqual(0);
  });

  it('given the shop twice, then it looks the same, orders left of those who wait for it', () => {
    const [one, other] = [shop(), shop()].map(({ boxes, lines }) => layoutOf(boxes, lines, measures));
    expect(one).toEqual(other);
    const x = (id: string): number => one?.boxes.get(id)?.x ?? -1;
    for (const later of ['payments', 'allocations', 'shipping', 'stock']) expect(x(later)).toBeGreaterThan(x('orders'));
    for (const earlier of ['catalogue', 'customers']) expect(x(earlier)).toBeLessThan(x('orders'));
  });
});
