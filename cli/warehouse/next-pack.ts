import { reportPack } from '../../api/requests/welcome-packs.ts';
import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { asking, CARRIER, defaultDelays, type Report, trackingOf, type WarehouseDelays } from './next-report.ts';

/** That a welcome pack is sent, where the warehouse owes that. Each time that it is asked for is a report of its own. */
export function nextPack(pack: WelcomePack, delays: WarehouseDelays = defaultDelays): Report | null {
  const { customerId, status, address, deadlines } = pack;
  const owed = deadlines.find(({ name }) => name === 'send');
  if (status !== 'PREPARING' || address === null || owed === undefined) return null;
  const id = `warehouse/${customerId}/welcome-pack/${address.version}/${owed.since}`;
  const body = { carrier: CARRIER, tracking: trackingOf(id), addressVersion: address.version };
  return {
    key: customerId,
    due: owed.since + delays.pack,
    request: time => reportPack(asking(id, body, time), customerId, 'SENT', body),
  };
}
