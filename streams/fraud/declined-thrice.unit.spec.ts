import { describe, expect, test } from 'vitest';
import { answer, START, tell } from '../../runtime/tasks/testing/given.ts';
import type { CustomerActivity } from '../../schemas/types/customer-activity.ts';
import type { FraudFlag } from '../../schemas/types/fraud-flags.ts';
import type { Payment } from '../../schemas/types/payments.ts';
import { activity } from '../activity/processor.ts';
import { payments } from '../payments/processor.ts';
import { event, order } from '../testing/records.ts';
import { fraud } from './processor.ts';

/* The whole way: payments → activity → fraud → the table that payments reads. */

const DAY = 86_400_000;

const ordered = (orderId: string, placedAt: number) =>
  ({ from: 'orders', key: orderId, value: order('PLACED', { orderId, placedAt }) }) as const;

/** The payment of a new order, as the flag stands. */
function paymentOf(orderId: string, flag: FraudFlag | null, now: number): Payment | null {
  const tables = { 'fraud-flags': flag === null ? {} : { 'customer-1': flag } };
  return tell({ processor: payments, key: orderId, tables, now }, [ordered(orderId, now)]).state;
}

function declinedByProvider(orderId: string, flag: FraudFlag | null, now: number): Payment | null {
  const asked = paymentOf(orderId, flag, now);
  const no = answer(asked, orderId, 'authorise', { status: 'refused', code: 'card-declined' });
  return tell({ processor: payments, key: orderId, now }, [no], asked).state;
}

/** The flag after fraud has read what activity passes on of this order. */
function flagAfter(orderId: string, payment: Payment | null, flag: FraudFlag | null, now: number): FraudFlag | null {
  if (payment === null) throw new Error(`${orderId} has no payment`);
  const paid = { from: 'payments', key: orderId, value: { ...payment, event: event() } } as const;
  const { requests } = tell({ processor: activity, key: orderId, now }, [ordered(orderId, now), paid]);
  const inputs = requests.map(({ value, event: stamp }) => {
    const record = { ...value, event: { ...event(stamp.id), time: stamp.time } } as CustomerActivity;
    return { from: 'customer-activity', key: 'customer-1', value: record } as const;
  });
  return tell({ processor: fraud, key: 'customer-1', now }, inputs, flag).state;
}

function declinedTimes(count: number): FraudFlag | null {
  let flag: FraudFlag | null = null;
  for (let one = 0; one < count; one++) {
    const now = START + one * 60_000;
    flag = flagAfter(`order-${one}`, declinedByProvider(`order-${one}`, flag, now), flag, now);
  }
  return flag;
}

describe('a customer whose card was declined', () => {
  test('twice: the next order is put to the provider', () => {
    const flag = declinedTimes(2);
    expect(flag?.flag).toBe('CLEAR');
    expect(paymentOf('next', flag, START + 600_000)).toMatchObject({
      status: 'REQUESTED',
      fraud: { flagged: false, version: flag?.version },
      effects: [{ kind: 'authorise' }],
    });
  });

  test('three times: the next order is declined by the rule, without asking the provider', () => {
    const flag = declinedTimes(3);
    expect(flag).toMatchObject({ flag: 'FLAGGED', rules: ['declined-often'] });
    expect(paymentOf('next', flag, START + 600_000)).toMatchObject({
      status: 'DECLINED',
      declineReason: 'fraud-flagged',
      effects: [],
      deadlines: [],
      authorisation: null,
      fraud: { flagged: true, version: flag?.version, rules: ['declined-often'], readAt: START + 600_000 },
    });
  });

  test('and whom the rule declines since then is not flagged for longer: after the window the provider is asked', () => {
    let flag = declinedTimes(3);
    const until = flag?.until ?? 0;
    for (let one = 0; one < 5; one++) {
      const now = START + 3_600_000 * (one + 1);
      flag = flagAfter(`later-${one}`, paymentOf(`later-${one}`, flag, now), flag, now);
    }
    expect(flag).toMatchObject({ flag: 'FLAGGED', until });
    expect(until).toBeLessThanOrEqual(START + DAY + 60_000);
    // Whether or not fraud has noticed yet that the time is over.
    expect(paymentOf('next', flag, until - 1)?.status).toBe('DECLINED');
    expect(paymentOf('next', flag, until)?.status).toBe('REQUESTED');
  });
});
