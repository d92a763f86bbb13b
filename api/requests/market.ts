import type { MarketRequest } from '../../schemas/types/market-requests.ts';
import type { PositionBody, QuoteBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

type Type = Exclude<MarketRequest['type'], 'UNKNOWN'>;
type Bodies = Partial<Pick<MarketRequest, 'quote' | 'putPosition' | 'removePosition'>>;

/** What the market says of an instrument. */
export const quoteInstrument = (asking: Asking, instrumentId: string, body: QuoteBody): Request<'market-requests'> =>
  market(asking, instrumentId, 'QUOTE', { quote: body });

/** Puts a position's whole content, whether it is new or known. */
export const putPosition = (
  asking: Asking,
  instrumentId: string,
  positionId: string,
  { barrier = null, tolerance = 0, ...rest }: PositionBody,
): Request<'market-requests'> => {
  const terms = { ...rest, barrier, tolerance };
  return market(asking, instrumentId, 'PUT_POSITION', { putPosition: { positionId, terms } });
};

/** It is held no more. */
export const removePosition = (asking: Asking, instrumentId: string, positionId: string): Request<'market-requests'> =>
  market(asking, instrumentId, 'REMOVE_POSITION', { removePosition: { positionId } });

const market = (asking: Asking, instrumentId: string, type: Type, body: Bodies): Request<'market-requests'> => ({
  topic: 'market-requests',
  key: instrumentId,
  value: {
    ...common(asking, `market-request.${type.toLowerCase().replace('_', '-')}`, asking.id),
    instrumentId,
    type,
    quote: null,
    putPosition: null,
    removePosition: null,
    ...body,
  },
});
