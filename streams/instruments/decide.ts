import type { DeadlineInput, Decision, Input, RequestOut } from '../../runtime/tasks/definition.ts';
import { reminded } from '../../runtime/tasks/patience.ts';
import type { HeldPosition, Instrument } from '../../schemas/types/instruments.ts';
import type { MarketRequest } from '../../schemas/types/market-requests.ts';
import type { PricingRequest } from '../../schemas/types/pricing-requests.ts';
import { accepted, askedBy, atTheDoor, rejected } from '../door.ts';
import { known } from '../known.ts';
import { put, quoted, removed } from './change.ts';
import { type InstrumentContext, type InstrumentInputs, needsPrice, standing, waits } from './model.ts';
import { remembered } from './remembered.ts';

export function decide(
  instrument: Instrument | null,
  input: Input<InstrumentInputs>,
  context: InstrumentContext,
): Decision<Instrument> {
  if (instrument !== null) known(instrument.status, 'status of the instrument');
  switch (input.from) {
    case 'market-requests':
      return asked(instrument, input.value, context);
    case 'deadline':
      return instrument === null ? {} : passed(instrument, input, context);
    case 'effect':
      return {};
  }
}

const told = { QUOTE: 'QUOTED', PUT_POSITION: 'POSITION_PUT', REMOVE_POSITION: 'POSITION_REMOVED' } as const;

function asked(
  instrument: Instrument | null,
  request: MarketRequest,
  { now }: InstrumentContext,
): Decision<Instrument> {
  const type = known(request.type, 'type of the market request');
  const ask = askedBy('market-requests', request);
  const { version, requests } = instrument ?? { version: 0, requests: [] };
  const door = atTheDoor(ask, { topic: 'instruments', key: request.instrumentId, version, requests });
  if (door === 'repeat') return {};
  const change = door?.reject ?? changeOf(type, instrument, request, now);
  if (typeof change === 'string') {
    const outcomes = [rejected(ask, change)];
    if (instrument === null) return { outcomes };
    const overtakenQuotes = instrument.overtakenQuotes + (change === 'quote-overtaken' ? 1 : 0);
    const state = { ...instrument, overtakenQuotes, requests: remembered(requests, ask, now, change) };
    return { state, what: `${type}_REFUSED`, reason: change, outcomes };
  }
  const state = standing({ ...change, requests: remembered(requests, ask, now, null) }, now);
  const withdraws = type === 'REMOVE_POSITION' && request.removePosition !== null;
  return {
    state,
    what: told[type],
    outcomes: [accepted(ask)],
    requests: withdraws ? [pricing('WITHDRAW', state, request.removePosition, state.asked)] : [],
  };
}

function changeOf(
  type: keyof typeof told,
  instrument: Instrument | null,
  request: MarketRequest,
  now: number,
): ReturnType<typeof quoted> {
  if (type === 'QUOTE') return quoted(instrument, request, now);
  return type === 'PUT_POSITION' ? put(instrument, request) : removed(instrument, request);
}

function passed(instrument: Instrument, input: DeadlineInput, { now }: InstrumentContext): Decision<Instrument> {
  if (input.deadline.name === 'reprice') return repriced(instrument, now);
  return input.deadline.name === 'quote' ? reminded(instrument, input, waits.quote, now) : {};
}

/** By now everything that came meanwhile was read: what is asked for is the newest there is. */
function repriced(instrument: Instrument, now: number): Decision<Instrument> {
  const { quote, asked } = instrument;
  if (quote === null) return {};
  const requests = inTurn(instrument.positions, quote.sequence)
    .filter(one => needsPrice(one, quote))
    .map((one, n): RequestOut => pricing('PRICE', instrument, one, asked + n + 1, quote));
  const positions = instrument.positions.map(one => (needsPrice(one, quote) ? { ...one, askedFor: quote } : one));
  const state = standing({ ...instrument, positions, asked: asked + requests.length }, now);
  return { state, what: 'REPRICED', requests };
}

/**
 * What is asked for anew loses its place with the workers. Were the first always the same, a market that is faster than the
 * workers would leave the last without a price for ever; so each quote begins somewhere else, as far as one can tell.
 */
function inTurn(positions: readonly HeldPosition[], sequence: number): readonly HeldPosition[] {
  const mixed = Math.imul(sequence ^ (sequence / 2 ** 32), 0x9e3779b1);
  const start = ((mixed ^ (mixed >>> 16)) >>> 0) % Math.max(1, positions.length);
  return [...positions.slice(start), ...positions.slice(0, start)];
}

/** Numbers of an instrument only ever go up, so a higher one is newer, whatever became of the position meanwhile. */
function pricing(
  type: 'PRICE' | 'WITHDRAW',
  { instrumentId }: Pick<Instrument, 'instrumentId'>,
  position: Pick<HeldPosition, 'positionId'> & Partial<HeldPosition>,
  number: number,
  quote: Instrument['quote'] = null,
): RequestOut {
  const { positionId, terms = null } = position;
  return {
    topic: 'pricing-requests',
    key: positionId,
    id: `${positionId}/${type.toLowerCase()}/${number}`,
    type: `longplay.pricing-request.${type.toLowerCase()}`,
    value: { positionId, instrumentId, type, number, quote, terms } satisfies Omit<PricingRequest, 'event'>,
  };
}
