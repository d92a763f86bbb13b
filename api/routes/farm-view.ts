import type { PositionDocument } from '../../projections/position-prices/project.ts';
import { actionsOf } from './actions.ts';

export type PositionRow = {
  position_id: string;
  version: string;
  instrument_id: string;
  portfolio_id: string;
  status: string;
  stale: boolean;
  changed_at: Date;
  document: PositionDocument;
};

export const positionPath = (id: string): string => `/positions/${encodeURIComponent(id)}`;

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

const restsOn = (of: PositionDocument['of']) =>
  of && { number: of.number, at: new Date(of.at).toISOString(), quote: of.quote, quantity: of.terms.quantity };

/** A price as the API shows it. */
export function positionShown(row: PositionRow) {
  const { price, value, of, asked, pricedAt, tries, failure, ...counts } = row.document;
  const self = positionPath(row.position_id);
  const portfolio = `/portfolios/${encodeURIComponent(row.portfolio_id)}`;
  const isHeld = row.status !== 'WITHDRAWN';
  return {
    positionId: row.position_id,
    version: Number(row.version),
    instrumentId: row.instrument_id,
    portfolioId: row.portfolio_id,
    status: row.status,
    price,
    value,
    stale: row.stale,
    of: restsOn(of),
    asked: restsOn(asked),
    pricedAt: isoOrNull(pricedAt),
    tries,
    failure: failure && { code: failure.code, at: new Date(failure.at).toISOString() },
    counts: {
      asked: counts.askedCount,
      priced: counts.pricedCount,
      overtaken: counts.overtakenCount,
      failed: counts.failedCount,
    },
    changedAt: row.changed_at.toISOString(),
    links: { self, instrument: `/instruments/${encodeURIComponent(row.instrument_id)}`, portfolio },
    actions: actionsOf(
      { name: 'put', method: 'PUT', href: self },
      { name: 'remove', method: 'DELETE', href: self, when: isHeld },
    ),
  };
}
