import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Request } from '../../../api/requests/request.ts';
import { LogError } from '../../../runtime/log/errors.ts';
import type { ShipmentRequest } from '../../../schemas/types/shipment-requests.ts';
import { place, receiveBack } from './asks.ts';
import { createRememberingOutbox } from './outbox.ts';
import { createPeople } from './people.ts';
import { endsOf, type OrderPlan, planOrder, planShop } from './plan.ts';
import { untilAtRest } from './settle.ts';

const shop = planShop(5, 10_000);
const plans = Array.from({ length: shop.orders }, (_, index) => planOrder(shop, index));
const plain = plans.find(
  ({ cancel, repeats, reuses, deliveryFails, sendsBack, leaves }) =>
    cancel === null && leaves === null && !repeats && !reuses && !deliveryFails && sendsBack === 0,
) as OrderPlan;

afterEach(() => void vi.useRealTimers());

describe('the planned orders', () => {
  it('given the same seed and number, then the order is the same', () => {
    expect(planOrder(planShop(5, 10_000), 3)).toEqual(plans[3]);
    expect(planOrder(planShop(6, 10_000), 3)).not.toEqual(plans[3]);
  });

  it('hold every end, and most are delivered', () => {
    const ends = plans.map(plan => [...endsOf(shop, plan).ends].join(' '));
    const share = (text: string) => ends.filter(one => one === text).length / ends.length;
    expect(share('DELIVERED')).toBeGreaterThan(0.6);
    for (const text of ['RETURNED', 'REJECTED', 'CANCELLED DELIVERED', 'REJECTED DELIVERED']) {
      expect(share(text)).toBeGreaterThan(0.01);
    }
  });
});

describe('the people', () => {
  const seen = () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const put = async (request: Request) => void asked.push(`${request.value.type} ${request.value.event.id}`);
    return { asked, people: createPeople({ put, failed: () => undefined }) };
  };

  it('given facts that come twice, then each thing is done once', async () => {
    const { asked, people } = seen();
    people.places(plain);
    for (const status of ['PREPARING', 'PREPARING', 'PACKED', 'DISPATCHED', 'DISPATCHED'] as const) {
      people.onShipment(plain, { status });
      await vi.advanceTimersByTimeAsync(3_000);
    }
    const id = plain.orderId;
    expect(asked).toEqual([`PLACE place-${id}`, `PACK pack-${id}`, `DISPATCH dispatch-${id}`, `DELIVER deliver-${id}`]);
  });

  it('given one who leaves, then he asks to be erased, and says more afterwards', async () => {
    const { asked, people } = seen();
    people.places({ ...plain, leaves: 500 });
    await vi.advanceTimersByTimeAsync(600);
    expect(asked.slice(1)).toEqual([`ERASE erase-${plain.orderId}`]);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(asked.slice(2).map(one => one.split(' ')[0])).toEqual(['CHANGE', 'REGISTER']);
  });

  it('given one line of several that is sent back, and a failed delivery, then what comes back comes in its parcels', async () => {
    const lines = [
      { sku: 's-1', quantity: 2 },
      { sku: 's-2', quantity: 1 },
    ];
    const honest = { ...plain, customerId: 'c-of-nobody', points: 0 };
    const one = { ...honest, lines, sendsBack: 3, keepsRest: true, backInTwo: true };
    const backOf = (plan: OrderPlan) => receiveBack(plan).map(({ value }) => (value as ShipmentRequest).return?.lines);
    expect(backOf(one)).toEqual([[{ line: 1, refunded: 2, restocked: 2 - plain.lost }]]);
    expect([...endsOf(shop, one).ends]).toEqual(['DELIVERED']);
    const failed = { ...one, deliveryFails: true };
    expect(backOf(failed).map(parcel => parcel?.map(({ line }) => line))).toEqual([[1], [2]]);
    expect([...endsOf(shop, failed).ends]).toEqual(['RETURNED']);
  });

  it('given one who cancels at the dispatch, and one who sends back, then they do', async () => {
    const { asked, people } = seen();
    people.onShipment({ ...plain, cancel: 'dispatch' }, { status: 'PACKED' });
    people.onOrder({ ...plain, index: 1, sendsBack: 1 }, { status: 'DELIVERED' });
    people.onOrder({ ...plain, index: 1, sendsBack: 1 }, { status: 'RETURNING' });
    await vi.advanceTimersByTimeAsync(3_000);
    expect(asked.map(one => one.split(' ')[0]).sort()).toEqual(['CANCEL', 'DISPATCH', 'RETURN', 'RETURN']);
  });
});

describe('the outbox', () => {
  it('given a broker that is away for a while, then the same requests are sent until they are on the log', async () => {
    vi.useFakeTimers();
    const sent: string[][] = [];
    const sendAll = vi.fn(async (requests: readonly Request[]) => {
      sent.push(requests.map(({ value }) => value.event.id));
      if (sent.length < 3) throw new LogError('unavailable', 'no broker');
      return [];
    });
    const outbox = createRememberingOutbox({ sendAll });
    const done = Promise.all([outbox.put(place(plain)), outbox.put(place(plain))]);
    await vi.advanceTimersByTimeAsync(1_000);
    await done;
    const id = `place-${plain.orderId}`;
    expect(sent).toEqual([[id], [id], [id], [id]]);
    expect(outbox.failures()).toBe(2);
    expect([...outbox.asked.values()]).toEqual([{ topic: 'order-requests', key: plain.orderId, type: 'PLACE' }]);
  });

  it('given a request that can never be sent, then whoever put it is told', async () => {
    const outbox = createRememberingOutbox({ sendAll: async () => Promise.reject(new TypeError('no')) });
    await expect(outbox.put(place(plain))).rejects.toThrow('no');
  });
});

describe('the wait for rest', () => {
  it('given an order that never comes to rest, then it is told with who owes what', async () => {
    const owed = (plan: OrderPlan) => (plan.index === 1 ? ['payments: capture'] : []);
    const unsettled = await untilAtRest({
      plans: plans.slice(0, 3),
      owed,
      say: () => undefined,
      patience: 0,
      signal: new AbortController().signal,
    });
    expect(unsettled).toEqual([{ orderId: 'o-1', owed: ['payments: capture'] }]);
  });
});
