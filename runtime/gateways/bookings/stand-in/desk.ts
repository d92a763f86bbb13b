import type { FastifyInstance } from 'fastify';
import { type DeclineRule, type DecliningKnobs, declineOf, decliningKnobsSchema } from '../../any/stand-in/declines.ts';
import { defaultFaults } from '../../any/stand-in/faults.ts';
import { answerKeyed, type HoldPoint, type Keyed, type Refusal } from '../../any/stand-in/keyed.ts';
import { createKeys } from '../../any/stand-in/keys.ts';
import { knobRoutes } from '../../any/stand-in/knob-routes.ts';
import {
  type BookingKind,
  type BookingLedger,
  type BookingOperation,
  bookingKinds,
  shownBooking,
  standingIn,
} from './ledger.ts';

type Rule = DeclineRule<BookingKind> & {
  /** How the item begins. Left out: any. */
  readonly item?: string;
};

/** Refused are by default bookings of an item that begins with `full-`, and cancellations of one with `firm-`. */
export type BookingKnobs = DecliningKnobs<Rule>;

export const defaultBookingKnobs: BookingKnobs = {
  ...defaultFaults,
  declines: [
    { kind: 'booking', item: 'full-', code: 'fully-booked' },
    { kind: 'cancellation', item: 'firm-', code: 'not-cancellable' },
  ],
};

const knobsSchema = decliningKnobsSchema(bookingKinds, { item: { type: 'string', minLength: 1 } });

/** What is asked of a provider of bookings, as it understands it. */
export type BookingAsked = {
  readonly kind: BookingKind;
  readonly of: string | null;
  readonly reference: string;
  readonly holder: string;
  readonly item: string;
  readonly from: string;
  readonly until: string;
};

export type Desk = {
  readonly ledger: BookingLedger;
  readonly clock: () => number;
  readonly random: () => number;
  readonly stopped: AbortSignal;
  readonly hold?: ((point: HoldPoint, asked: BookingAsked) => Promise<void>) | undefined;
};

type Body = { readonly reference: string; readonly holder: string } & Partial<
  Pick<BookingAsked, 'item' | 'from' | 'until'>
>;
type Route = { readonly Body: Body; readonly Params: { readonly id?: string } };

const text = { type: 'string', minLength: 1, maxLength: 255 };
const who = { reference: text, holder: text };
const what = { item: text, from: text, until: text };
const booking = {
  type: 'object',
  required: [...Object.keys(who), ...Object.keys(what)],
  properties: { ...who, ...what },
};
const cancellation = { type: 'object', required: Object.keys(who), properties: who };
const lookUp = {
  type: 'object',
  required: ['kind', 'reference'],
  properties: { kind: { enum: bookingKinds }, reference: text },
};

/** One provider: what it books and cancels, its books, and its knobs. Answers how to turn them. */
export function deskRoutes(app: FastifyInstance, desk: Desk): (knobs: Partial<BookingKnobs>) => void {
  const { ledger } = desk;
  let knobs = defaultBookingKnobs;
  const keyed: Keyed<BookingOperation, BookingKnobs> = {
    ...desk,
    keys: createKeys(ledger),
    knobs: () => knobs,
    shown: shownBooking,
    garbled: operation => ({ ...operation, item: `${operation.item} and more` }),
    hold: desk.hold as Keyed<BookingOperation, BookingKnobs>['hold'],
  };

  const route = (path: string, kind: BookingKind, body: object) =>
    app.post<Route>(path, { schema: { body } }, (request, reply) => {
      const of = request.params.id ?? null;
      const booked = of === null ? undefined : ledger.byId(of);
      const { reference, holder, item = booked?.item ?? '', from = '', until = '' } = request.body;
      const asked = { kind, of, reference, holder, item, from, until };
      return answerKeyed(keyed, { asked, apply: about => applied({ ...desk, knobs }, asked, about) }, request, reply);
    });
  route('/bookings', 'booking', booking);
  route('/bookings/:id/cancellations', 'cancellation', cancellation);

  type LookUp = { readonly Querystring: { readonly kind: BookingKind; readonly reference: string } };
  app.get<LookUp>('/operations', { schema: { querystring: lookUp } }, ({ query }) => ({
    operations: ledger.byReference(query.kind, query.reference).map(shownBooking),
  }));
  app.get('/ledger', () => {
    const operations = ledger.operations();
    return { standing: standingIn(operations).map(shownBooking), operations: operations.map(shownBooking) };
  });
  const turn = (turned: BookingKnobs) => (knobs = turned);
  knobRoutes(app, { schema: knobsSchema, defaults: defaultBookingKnobs, knobs: () => knobs, turn });
  return turned => {
    knobs = { ...knobs, ...turned };
  };
}

function applied(
  { ledger, knobs, random, clock }: Desk & { readonly knobs: BookingKnobs },
  asked: BookingAsked,
  about: { readonly key: string; readonly fingerprint: string },
): BookingOperation | { readonly refusal: Refusal } {
  if (asked.of !== null) {
    const booked = ledger.byId(asked.of);
    if (booked === undefined || booked.kind !== 'booking' || booked.holder !== asked.holder) {
      return refused(404, 'booking-not-found', `There is no booking ${asked.of} of ${asked.holder}.`);
    }
    if (ledger.isCancelled(booked.id)) return refused(409, 'already-cancelled', 'It was cancelled.');
  }
  const code = declineOf(knobs, asked.kind, ({ item = '' }) => asked.item.startsWith(item), random);
  const status = code === null ? 'succeeded' : 'declined';
  return ledger.add({ ...asked, ...about, status, code, at: clock() });
}

const refused = (status: Refusal['status'], code: string, detail: string) => ({ refusal: { status, code, detail } });
