import type { DeadlineInput, Decision, Input, RequestOut } from '../../runtime/tasks/definition.ts';
import { overdueCode, passedOnce } from '../../runtime/tasks/patience.ts';
import type { HeldPosition, Instrument } from '../../schemas/types/instruments.ts';
import type { MarketRequest } from '../../schemas/types/market-requests.ts';
import type { PricingRequest } from '../../schemas/types/pricing-requests.ts';
import { accepted, askedBy, atTheDoor, rejected, remembered } from '../door.ts';
import { known } from '../known.ts';
import { put, quoted, removed } from './change.ts';
import { type InstrumentContext, type InstrumentInputs, needsPrice, standing, waits } from './model.ts';

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

function passed(instrument: Instrument, { deadline }: DeadlineInput, { now }: InstrumentContext): Decision<Instrument> {
  if (deadline.name === 'reprice') return repriced(instrument, now);
  if (deadline.name !== 'quote') return {};
  const code = overdueCode(deadline);
  return {
    state: { ...instrument, deadlines: passedOnce(instrument.deadlines, deadline, waits.quote, now) },
    alarms: [code],
    ...(deadline.passes === 0 ? { what: 'OVERDUE', reason: code } : {}),
  };
}

/** By now everything that came meanwhile was read: what is asked for is the newest there is. */
function repriced(instrument: Instrument, now: number): Decision<Instrument> {
  const { quote } = instrument;
  if (quote === null) return {};
  let { asked: number } = instrument;
  const requests: RequestOut[] = [];
  const positions = instrument.positions.map(one => {
    if (!needsPrice(one, quote)) return one;
    requests.push(pricing('PRICE', instrument, one, ++number, quote));
    return { ...one, askedFor: quote };
  });
  const state = standing({ ...instrument, positions, asked: number }, now);
  return { state, what: 'REPRICED', requests };
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
