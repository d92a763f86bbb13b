import type { Shop } from '../context.ts';
import { type ReadRevisions, revisionsOf } from '../routes/revisions.ts';
import type { Live } from './page.ts';
import type { Pulse, PulseReader } from './pulse.ts';

/** Of each part that a page can show, a text that is another once it has changed. */
export type Revisions = Readonly<Record<Live, string>>;

/** What the database cannot tell at the moment is taken to be as it was; that it is away is told by the pulse. */
export function revisionsReader(shop: Shop, pulse: PulseReader): () => Promise<Revisions> {
  let last: ReadRevisions = { positions: '', operations: '', parked: '' };
  return async () => {
    const [of, now] = await Promise.all([revisionsOf(shop.database).catch(() => last), pulse.read()]);
    last = of;
    return {
      pulse: pulseText(now),
      orders: of.positions,
      hospital: `${of.parked} ${now.hospital?.map(one => [one.group, one.cases, one.queued, one.retrying, one.keysBlocked].join()).join()}`,
      projections: `${of.positions} ${of.operations}`,
      log: [...(now.ends?.values() ?? [])].map(its => its.map(({ end }) => end).join()).join(),
    };
  };
}

/** Without what moves at every look: how long an answer took. */
function pulseText({ servers, degraded, processors, clock }: Pulse): string {
  const up = Object.entries(servers).map(([name, { status }]) => `${name} ${status}`);
  const lags = processors?.map(({ lag, standing }) => `${lag} ${standing.says}`).join() ?? '';
  return JSON.stringify([up, degraded, lags, clock === null ? null : Math.round(clock.ahead / 100)]);
}
