import type { Request } from '../../../api/requests/request.ts';
import type { Order } from '../../../schemas/types/orders.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { cancel, dispatch, erase, lastWord, lateWords, pack, place, receiveBack, sendBack } from './asks.ts';
import type { OrderPlan } from './plan.ts';

export type People = {
  places(plan: OrderPlan): void;
  /** What is done when the order, or its shipment, is seen like this; each thing once. */
  onOrder(plan: OrderPlan, order: Pick<Order, 'status'>): void;
  onShipment(plan: OrderPlan, shipment: Pick<Shipment, 'status'>): void;
  /** What was meant to be asked is not asked any more. */
  stop(): void;
};

export type PeopleOptions = {
  readonly put: (request: Request) => Promise<void>;
  /** What cannot be sent, for good. */
  readonly failed: (error: unknown) => void;
};

type Step = 'pack' | 'dispatch' | 'last-word' | 'back' | 'return';
const bit: Readonly<Record<Step, number>> = { pack: 1, dispatch: 2, 'last-word': 4, back: 8, return: 16 };

/** How long after each other the words of one who asked to be erased come, ms. */
const LATE_MS = 8_000;

/** The customers, the warehouse and the carrier, who all do as planned. */
export function createPeople({ put, failed }: PeopleOptions): People {
  const done = new Map<number, number>();
  const timers = new Set<NodeJS.Timeout>();

  const later = (ms: number, work: () => void): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      work();
    }, ms);
    timers.add(timer);
  };

  const ask = (plan: OrderPlan, request: Request): void => {
    for (let times = plan.repeats ? 2 : 1; times > 0; times--) put(request).catch(failed);
  };

  const once = (plan: OrderPlan, step: Step, ms: number, request: () => Request | readonly Request[]): void => {
    const before = done.get(plan.index) ?? 0;
    if ((before & bit[step]) !== 0) return;
    done.set(plan.index, before | bit[step]);
    later(ms, () => {
      for (const one of [request()].flat()) ask(plan, one);
    });
  };

  return {
    places: plan => {
      ask(plan, place(plan));
      if (plan.reuses) ask(plan, place(plan, 'and something else'));
      if (plan.leaves !== null) {
        later(plan.leaves, () => ask(plan, erase(plan)));
        for (const [turn, word] of lateWords(plan).entries()) {
          later(plan.leaves + LATE_MS * (turn + 1), () => ask(plan, word));
        }
      }
      if (typeof plan.cancel !== 'number') return;
      later(plan.cancel, () => ask(plan, cancel(plan)));
      if (plan.repeats) later(plan.cancel + 500, () => ask(plan, cancel(plan, 1)));
    },
    onOrder: (plan, { status }) => {
      if (status === 'DELIVERED' && plan.sendsBack > 0) once(plan, 'return', 300, () => sendBack(plan));
      if (status === 'RETURNING') once(plan, 'back', 500, () => receiveBack(plan));
    },
    onShipment: (plan, { status }) => {
      if (status === 'PREPARING') once(plan, 'pack', plan.packsIn, () => pack(plan));
      if (status === 'PACKED') {
        once(plan, 'dispatch', plan.dispatchesIn, () => {
          if (plan.cancel === 'dispatch') ask(plan, cancel(plan));
          return dispatch(plan);
        });
      }
      if (status === 'DISPATCHED') once(plan, 'last-word', plan.deliversIn, () => lastWord(plan));
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
