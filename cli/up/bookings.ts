import type { Settings } from '../../runtime/config/settings.ts';
import { createBookingGateway } from '../../runtime/gateways/bookings/gateway.ts';
import { startBookingStandIn } from '../../runtime/gateways/bookings/stand-in/server.ts';
import { logObserver } from '../../runtime/gateways/observer.ts';
import { gatewayMetrics } from '../../runtime/observe/metrics-tasks.ts';
import type { EffectRunner } from '../../runtime/tasks/engine.ts';
import { composeBooking } from '../../streams/holidays/compose.ts';
import type { Program } from './program.ts';
import { standInPlace } from './stand-in.ts';

type Options = Pick<Program, 'settings' | 'logger' | 'resources'>;
type GatewayOptions = Options & Pick<Program, 'metrics'>;

/** The providers of a holiday, each below a path of its own. */
export const desks = ['car', 'hotel', 'flight'] as const;

const placeIn = (settings: Settings) => standInPlace(settings, { title: 'booking', setting: 'BOOKINGS_URL' });

/** Whether holidays are booked at providers that book nothing; without providers at all they wait. */
export const usesBookingStandIn = ({ bookings, kafka }: Settings): boolean =>
  bookings.url === 'stand-in' || (bookings.url === null && kafka.brokers === null);

/** Starts the stand-ins; answers where they listen. `fresh`: with empty ledgers. */
export async function startBookings({ settings, logger, resources }: Options, fresh: boolean): Promise<string> {
  const place = placeIn(settings);
  if (fresh) place.empty();
  const standIn = await startBookingStandIn({ desks, data: place.data, port: settings.bookings.localPort, logger });
  resources.add('the booking stand-in', () => standIn.stop());
  resources.add('the address of the booking stand-in', place.tell({ url: standIn.url }));
  return standIn.url;
}

/** Where the stand-in of a running `longplay up` listens. */
export const runningBookings = (settings: Settings): string => placeIn(settings).told('url');

/** The three providers at `url`, each behind a gateway of its own: where one is down, nobody waits for another. */
export function openBookings(
  url: string,
  { settings, logger, resources, metrics }: GatewayOptions,
): Readonly<Record<string, EffectRunner>> {
  const { apiKey, keyLifetime, scope } = settings.bookings;
  const observers = [logObserver(logger.child({ part: 'bookings' })), gatewayMetrics(metrics)];
  const gateways = desks.map(desk => {
    const kinds = [`book-${desk}`, `cancel-${desk}`] as const;
    const options = { name: `${desk}-bookings`, url: `${url}/${desk}`, apiKey, keyLifetime, scope };
    return createBookingGateway({ ...options, kinds, compose: composeBooking }, observers);
  });
  for (const [index, gateway] of gateways.entries()) {
    resources.add(`the gateway of ${desks[index]} bookings`, () => gateway.close());
  }
  return Object.assign({}, ...gateways.map(({ runners }) => runners));
}

/** Where no provider is set, nothing is booked: each try fails, until the case says that a person is needed. */
export const noBookings = (): Readonly<Record<string, EffectRunner>> => {
  const run: EffectRunner = async () => ({ status: 'failed', code: 'provider-not-set' });
  return Object.fromEntries(desks.flatMap(desk => [`book-${desk}`, `cancel-${desk}`]).map(kind => [kind, run]));
};
