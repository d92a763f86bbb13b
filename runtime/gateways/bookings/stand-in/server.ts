import type { Logger } from '../../../observe/logger.ts';
import { createStandInApp } from '../../any/stand-in/app.ts';
import type { HoldPoint } from '../../any/stand-in/keyed.ts';
import { type Served, serve } from '../../any/stand-in/serve.ts';
import { type BookingAsked, type BookingKnobs, deskRoutes } from './desk.ts';
import { type BookingLedger, type BookingOperation, openBookingLedger } from './ledger.ts';

export type BookingStandInOptions<D extends string> = {
  /** The providers that it stands in for, each below a path of its own: `/car`. */
  readonly desks: readonly D[];
  /** Folder of their ledgers, made where it is missing. */
  readonly data: string;
  /** Address to listen on. Default 127.0.0.1; elsewhere everybody may turn its knobs. */
  readonly host?: string;
  /** Port to listen on; 0: any free one. */
  readonly port: number;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
  /** From 0 to below 1. Default `Math.random`; a seeded one makes faults repeatable. */
  readonly random?: () => number;
  /** Where its own failures are logged. Default: nowhere. */
  readonly logger?: Logger;
  /** Stops a request at a point, such as to end a process there. Default: does not. */
  readonly hold?: (desk: D, point: HoldPoint, asked: BookingAsked) => Promise<void>;
};

export type BookingStandIn<D extends string> = Served & {
  /** Turns some of the knobs of one provider, as `PATCH /car/knobs` does. */
  turn(desk: D, knobs: Partial<BookingKnobs>): void;
  /** What one provider says was done, oldest first. */
  operations(desk: D): readonly BookingOperation[];
};

const name = 'booking stand-in';

/** Providers of bookings on this machine: real HTTP, a ledger each, and knobs for what can go wrong. */
export async function startBookingStandIn<D extends string>(
  options: BookingStandInOptions<D>,
): Promise<BookingStandIn<D>> {
  const { desks, data, host = '127.0.0.1', port, clock = Date.now, random = Math.random, hold } = options;
  const stopping = new AbortController();
  const app = createStandInApp({ name, stopping: stopping.signal, logger: options.logger });
  const ledgers = new Map<D, BookingLedger>();
  const turns = new Map<D, (knobs: Partial<BookingKnobs>) => void>();
  const closeBooks = () => {
    for (const ledger of ledgers.values()) ledger.close();
  };

  for (const desk of desks) ledgers.set(desk, openBookingLedger(data, desk));
  for (const [desk, ledger] of ledgers) {
    const holdHere = hold && ((point: HoldPoint, asked: BookingAsked) => hold(desk, point, asked));
    app.register(
      async inner => {
        turns.set(desk, deskRoutes(inner, { ledger, clock, random, stopped: stopping.signal, hold: holdHere }));
      },
      { prefix: `/${desk}` },
    );
  }
  const served = await serve(app, { name, host, port, stopping, closeBooks });
  return {
    ...served,
    turn: (desk, knobs) => turns.get(desk)?.(knobs),
    operations: desk => ledgers.get(desk)?.operations() ?? [],
  };
}
