import type { Contributed } from '../../runtime/projector/definition.ts';
import type { Price } from '../../schemas/types/prices.ts';

/** What a position adds to its portfolio: by its last price, also where that is stale. One that is held no more adds nothing. */
export function project({ version, portfolioId, status, asked, value, stale }: Price): Contributed {
  if (asked === null) return { version, contributions: [] };
  const contribution = {
    portfolio_id: portfolioId,
    currency: value?.currency ?? asked.quote.price.currency,
    value: value?.amount ?? 0,
    positions: 1,
    stale: stale ? 1 : 0,
    unpriced: value === null ? 1 : 0,
    failed: status === 'FAILED' ? 1 : 0,
    owed: status === 'PRICING' ? 1 : 0,
  };
  return { version, contributions: [contribution] };
}
