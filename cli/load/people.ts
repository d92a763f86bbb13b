import type { Request } from '../../api/requests/request.ts';
import type { Order } from '../../schemas/types/orders.ts';
import type { Shipment } from '../../schemas/types/shipments.ts';
import { nextReport, type WarehouseDelays } from '../warehouse/next-report.ts';
import { cancel, failDelivery, place, receiveBack, sendBack } from './asks.ts';
import type { OrderPlan } from './plan.ts';

export type People = {
  /** Resolves when the order is on the log. */
  places(plan: OrderPlan): Promise<void>;
  /** What is done when the order, or its shipment, is seen like this; each thing once. */
  onOrder(plan: OrderPlan, order: Pick<Order, 'status' | 'returns'>): void;
  onShipment(plan: OrderPlan, shipment: Shipment): void;
  /** What was meant to be asked is not asked any more. */
  stop(): void;
};

export type PeopleOptions = {
  readonly put: (request: Request) => Promise<void>;
  /** What cannot be sent, for good. */
  readonly failed: (error: unknown) => void;
  /** Whether they pack, dispatch and deliver. Goods that customers send back they take in either way: nobody else does. */
  readonly warehouse: boolean;
  readonly delays?: WarehouseDelays;
};

const THINKS_MS = 300;
const TRAVELS_MS = 500;

/** The customers, the warehouse and the carrier, who all do as planned. */
export function createPeople({ put, failed, warehouse, delays }: PeopleOptions): People {
  const done = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();

  const ask = (request: Request): Promise<void> => put(request).catch(failed);

  const once = (what: string, { index }: OrderPlan, ms: number, request: () => Request): void => {
    const step = `${index} ${what}`;
    if (done.has(step)) return;
    done.add(step);
    const timer = setTimeout(() => {
      timers.delete(timer);
      void ask(request());
    }, ms);
    timers.add(timer);
  };

  return {
    places: plan => {
      const placed = ask(place(plan));
      if (typeof plan.cancel === 'number') once('cancel', plan, plan.cancel, () => cancel(plan));
      return placed;
    },
    onOrder: (plan, { status, returns }) => {
      if (returnIsOwed(plan, { status, returns })) once('return', plan, THINKS_MS, () => sendBack(plan));
      // Without a return it is a parcel that could not be delivered, and comes back as the shipment says.
      if (status === 'RETURNING' && returns.length > 0) once('back', plan, TRAVELS_MS, () => receiveBack(plan));
    },
    onShipment: (plan, shipment) => {
      if (shipment.status === 'PACKED' && plan.cancel === 'packed') once('cancel', plan, 0, () => cancel(plan));
      const report = warehouse ? nextReport(shipment, delays) : null;
      if (report === null) return;
      const fails = shipment.status === 'DISPATCHED' && plan.deliveryFails;
      const request = () => (fails ? failDelivery(plan) : report.request(Date.now()));
      once(shipment.status, plan, Math.max(0, report.due - Date.now()), request);
    },
    stop: () => {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** It is delivered, and the customer has not asked yet to send it back. */
export const returnIsOwed = (plan: OrderPlan, { status, returns }: Pick<Order, 'status' | 'returns'>): boolean =>
  status === 'DELIVERED' && plan.sendsBack !== null && !plan.deliveryFails && returns.length === 0;
