import { expect, it } from 'vitest';
import { loadSettings } from '../../runtime/config/settings.ts';
import { holidays } from '../../streams/holidays/processor.ts';
import { noBookings, usesBookingStandIn } from './bookings.ts';

const given = { KAFKA_BROKERS: 'kafka:9092' };
const uses = (env: Record<string, string>) => usesBookingStandIn(loadSettings(env));

it('bookings go to the stand-in where Longplay starts its own Kafka, or where it is said', () => {
  expect(uses({})).toBe(true);
  expect(uses({ ...given, BOOKINGS_URL: 'stand-in' })).toBe(true);
  expect(uses({ BOOKINGS_URL: 'https://book.example' })).toBe(false);
  expect(uses(given)).toBe(false);
});

it('without providers every step fails, and says so: nothing refuses a start that books no holidays', async () => {
  const runners = noBookings();
  expect(Object.keys(runners).toSorted()).toEqual([...holidays.effects].toSorted());
  for (const run of Object.values(runners)) {
    expect(await run({} as never, {} as never, new AbortController().signal)).toEqual({
      status: 'failed',
      code: 'provider-not-set',
    });
  }
});
