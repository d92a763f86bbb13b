import type { Instrument } from '../../schemas/types/instruments.ts';
import type { MarketRequest } from '../../schemas/types/market-requests.ts';
import type { PositionTerms } from '../../schemas/types/shared.ts';
import { known } from '../known.ts';
import { same } from '../same.ts';
import {
  type InstrumentDraft,
  MOST_POSITIONS,
  MOST_PRICE,
  MOST_QUANTITY,
  newInstrument,
  POSITION_MARK,
} from './model.ts';

/** The instrument after a quote, or the code to reject it with. */
export function quoted(
  instrument: Instrument | null,
  { instrumentId, quote }: MarketRequest,
  now: number,
): InstrumentDraft | string {
  if (quote === null) return 'body-missing';
  const { price, volatility, sequence } = quote;
  if (!isWhole(price.amount, 1, MOST_PRICE)) return 'amount-invalid';
  if (!/^[A-Z]{3}$/.test(price.currency)) return 'currency-invalid';
  if (!isWhole(volatility, 0, 100_000) || !isWhole(sequence, 0, Number.MAX_SAFE_INTEGER)) return 'quote-invalid';
  if (instrument?.quote != null && sequence <= instrument.quote.sequence) return 'quote-overtaken';
  return { ...(instrument ?? newInstrument(instrumentId)), quote, quotedAt: now };
}

/** The instrument with the position’s whole new content, or the code to reject it with. */
export function put(
  instrument: Instrument | null,
  { instrumentId, putPosition }: MarketRequest,
): InstrumentDraft | string {
  if (putPosition === null) return 'body-missing';
  const { positionId, terms } = putPosition;
  if (!positionId.startsWith(`${instrumentId}${POSITION_MARK}`)) return 'position-of-another';
  if (!isValid(terms)) return 'terms-invalid';
  const before = instrument ?? newInstrument(instrumentId);
  const held = before.positions.find(one => one.positionId === positionId);
  if (held === undefined) {
    if (before.positions.length >= MOST_POSITIONS) return 'too-many-positions';
    return { ...before, positions: [...before.positions, { positionId, terms, askedFor: null }] };
  }
  if (same(held.terms, terms)) return before;
  const positions = before.positions.map(one => (one === held ? { positionId, terms, askedFor: null } : one));
  return { ...before, positions };
}

/** The instrument without the position, or the code to reject it with. */
export function removed(instrument: Instrument | null, { removePosition }: MarketRequest): InstrumentDraft | string {
  if (removePosition === null) return 'body-missing';
  const { positionId } = removePosition;
  if (!instrument?.positions.some(one => one.positionId === positionId)) return 'unknown-position';
  const positions = instrument.positions.filter(one => one.positionId !== positionId);
  return { ...instrument, positions, asked: instrument.asked + 1 };
}

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isSafeInteger(value) && value >= least && value <= most;

function isValid({ kind, quantity, strike, barrier, expiryDays, tolerance, portfolioId }: PositionTerms): boolean {
  return (
    portfolioId !== '' &&
    isWhole(quantity, -MOST_QUANTITY, MOST_QUANTITY) &&
    isWhole(strike, 1, MOST_PRICE) &&
    (known(kind, 'kind of the position') === 'BARRIER' ? isWhole(barrier ?? 0, 1, MOST_PRICE) : barrier === null) &&
    isWhole(expiryDays, 0, 36_500) &&
    isWhole(tolerance, 0, 10_000)
  );
}
