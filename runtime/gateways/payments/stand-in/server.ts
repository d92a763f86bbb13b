import type { Logger } from '../../../observe/logger.ts';
import { createStandInApp } from '../../any/stand-in/app.ts';
import { createKeys } from '../../any/stand-in/keys.ts';
import { sendProblem } from '../../any/stand-in/problems.ts';
import { type Served, serve } from '../../any/stand-in/serve.ts';
import { chargingRoutes } from './charging.ts';
import { inspectingRoutes } from './inspecting.ts';
import { defaultKnobs, type Knobs } from './knobs.ts';
import { type LedgerSummary, type OrderLedger, openLedger } from './ledger.ts';
import { shown } from './operation.ts';

export type PaymentStandInOptions = {
  /** Folder of its ledger, made where it is missing. Two stand-ins on one folder: each refuses what the other wrote. */
  readonly data: string;
  /** Address to listen on. Default 127.0.0.1; elsewhere everybody may turn its knobs. */
  readonly host?: string;
  /** Port to listen on; 0: any free one. Default 18090. */
  readonly port?: number;
  /** Where its knobs stand at first. Default: everything goes well, see `defaultKnobs`. */
  readonly knobs?: Partial<Knobs>;
  /** What clients have to send as a bearer token; null: nothing. Default null. Ledger and knobs stay open. */
  readonly apiKey?: string | null;
  /** Milliseconds since the epoch. Default `Date.now`; another one ages keys without waiting. */
  readonly clock?: () => number;
  /** From 0 to below 1. Default `Math.random`; a seeded one makes faults repeatable. */
  readonly random?: () => number;
  /** Where its own failures are logged. Default: nowhere. */
  readonly logger?: Logger;
};

export type PaymentStandIn = Served & {
  /** Turns some of the knobs, as `PATCH /knobs` does. */
  turn(knobs: Partial<Knobs>): void;
  order(orderId: string): OrderLedger;
  summary(): LedgerSummary;
};

const name = 'payment stand-in';
const apiPaths = /^\/(authorisations|captures|operations)(\/|\?|$)/;

/** A payment provider on this machine: real HTTP, its own ledger, and knobs for what can go wrong. */
export async function startPaymentStandIn(options: PaymentStandInOptions): Promise<PaymentStandIn> {
  const { data, host = '127.0.0.1', port = 18_090, apiKey = null, clock = Date.now, random = Math.random } = options;
  const ledger = openLedger(data);
  const stopping = new AbortController();
  let knobs: Knobs = defaultKnobs;

  const app = createStandInApp({ name, stopping: stopping.signal, logger: options.logger });
  app.addHook('onRequest', async (request, reply) => {
    if (apiKey === null || !apiPaths.test(request.url) || request.headers.authorization === `Bearer ${apiKey}`) return;
    return sendProblem(reply, 401, 'unauthenticated', 'Send the API key as a bearer token.');
  });
  chargingRoutes(app, {
    ledger,
    keys: createKeys(ledger),
    knobs: () => knobs,
    clock,
    random,
    stopped: stopping.signal,
    shown,
    garbled: operation => ({ ...operation, amount: Number(operation.amount) + 1 }),
  });
  inspectingRoutes(app, { ledger, knobs: () => knobs, turn: turned => (knobs = turned) });

  const place = { name, host, port };
  const served = await serve(app, { ...place, knobs: options.knobs ?? {}, stopping, closeBooks: ledger.close });
  return {
    ...served,
    turn: turned => {
      knobs = { ...knobs, ...turned };
    },
    order: ledger.order,
    summary: ledger.summary,
  };
}
