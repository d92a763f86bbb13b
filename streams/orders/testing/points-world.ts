import type { Input, Processor, Values } from '../../../runtime/tasks/definition.ts';
import { foldKey } from '../../../runtime/tasks/fold.ts';
import { START } from '../../../runtime/tasks/testing/given.ts';
import type { LoyaltyAccount } from '../../../schemas/types/loyalty-accounts.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import { activity } from '../../activity/processor.ts';
import { loyalty } from '../../loyalty/processor.ts';
import { customer, product } from '../../testing/records.ts';
import { orders } from '../processor.ts';

type AnyInput = Input<Values>;
type Said = { readonly topic: string; readonly id: string; readonly value: Readonly<Record<string, unknown>> };

/** Orders, activity and loyalty with queues between them, read in any interleaving, each record once or again later. */
export type PointsWorld = {
  readonly orders: ReadonlyMap<string, Order>;
  readonly account: () => LoyaltyAccount | null;
  /** Everything that was asked and answered about points, in the order in which it was. */
  readonly said: readonly Said[];
  /** Comes from outside: a request, or a neighbour's fact. */
  tell(input: AnyInput): void;
  /** Decides one input that waits, whichever `random` picks; false: nothing waits. */
  step(random: (below: number) => number): boolean;
};

const tables = {
  products: { get: (sku: string) => product(sku), values: () => [] },
  customers: { get: () => customer(), values: () => [] },
};

/** `heard` is told each new fact of an order, to answer for the neighbours. */
export function pointsWorld(heard: (order: Order, tell: PointsWorld['tell']) => void): PointsWorld {
  const readers = [orders, activity, loyalty] as unknown as readonly Processor[];
  const states = new Map<string, never>();
  const queues = new Map<string, { readonly reader: Processor; readonly input: AnyInput }[]>();
  const past: { readonly reader: Processor; readonly input: AnyInput }[] = [];
  const said: Said[] = [];
  let causes = 0;

  /** Keeps the order of each topic's key for each reader; nothing else is kept in order. */
  const put = (topic: string, key: string, value: unknown): void => {
    for (const reader of readers.filter(({ reads }) => reads.includes(topic))) {
      const name = `${reader.name} ${topic} ${key}`;
      const queue = queues.get(name) ?? [];
      queue.push({ reader, input: { from: topic, key, value } as AnyInput });
      queues.set(name, queue);
    }
  };
  const tell = (input: AnyInput): void => {
    if ('value' in input) put(input.from, input.key, input.value);
    else queues.set(`deadline ${input.key} ${++causes}`, [{ reader: orders as unknown as Processor, input }]);
  };

  const decide = ({ reader, input }: { reader: Processor; input: AnyInput }): void => {
    const name = `${reader.owns} ${input.key}`;
    const cause = { input, id: `cause-${++causes}`, correlationId: '', actor: null };
    const folded = foldKey(reader, input.key, states.get(name) ?? null, [cause], { now: START + causes, tables });
    for (const fact of folded.facts) {
      states.set(name, fact as never);
      put(reader.owns, input.key, fact);
      if (reader.name === 'orders') heard(fact as unknown as Order, tell);
    }
    for (const { topic, key, id, value, event } of folded.requests) {
      put(topic, key, { ...value, event });
      if (topic !== 'customer-activity') said.push({ topic, id, value });
    }
  };

  return {
    get orders() {
      const all = [...states].filter(([name]) => name.startsWith('orders '));
      return new Map(all.map(([name, order]) => [name.slice('orders '.length), order as Order]));
    },
    account: () => states.get('loyalty-accounts customer-1') ?? null,
    said,
    tell,
    step: random => {
      if (past.length > 0 && random(4) === 0) decide(past.splice(random(past.length), 1)[0] as (typeof past)[number]);
      const waiting = [...queues.values()].filter(queue => queue.length > 0);
      const next = waiting[random(waiting.length)]?.shift();
      if (next === undefined) return false;
      decide(next);
      past.push(next);
      return true;
    },
  };
}
