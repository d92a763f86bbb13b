import { once } from 'node:events';
import type { Logger } from '../../../observe/logger.ts';
import { createStandInApp } from '../../any/stand-in/app.ts';
import { turnAtStart } from '../../any/stand-in/knob-routes.ts';
import { authorityOf, listening } from '../../any/stand-in/serve.ts';
import { inspectingRoutes } from './inspecting.ts';
import { defaultKnobs, type MailKnobs } from './knobs.ts';
import { type Mailbox, openMailbox } from './mailbox.ts';
import { createReceiver } from './receiving.ts';

export type MailStandInOptions = {
  /** Folder of its mailbox, made where it is missing. It holds whole mails, in plain text. */
  readonly data: string;
  /** Address to listen on. Default 127.0.0.1; elsewhere everybody may read the mails and turn the knobs. */
  readonly host?: string;
  /** Port for SMTP; 0: any free one. Default 18025. */
  readonly port?: number;
  /** Port for the page to look into it; 0: any free one. Default 18026. */
  readonly webPort?: number;
  /** Where its knobs stand at first. Default: everything goes well, see `defaultKnobs`. */
  readonly knobs?: Partial<MailKnobs>;
  /** What clients have to log on with; null: nothing. Default null. The page stays open. */
  readonly login?: { readonly user: string; readonly password: string } | null;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly clock?: () => number;
  /** From 0 to below 1. Default `Math.random`; a seeded one makes faults repeatable. */
  readonly random?: () => number;
  /** Where its own failures are logged. Default: nowhere. */
  readonly logger?: Logger;
};

export type MailStandIn = Pick<Mailbox, 'list' | 'raw' | 'summary'> & {
  /** For the gateway, such as smtp://127.0.0.1:18025; without the login. */
  readonly url: string;
  /** For a browser. */
  readonly web: string;
  /** Turns some of the knobs, as `PATCH /knobs` does. */
  turn(knobs: Partial<MailKnobs>): void;
  /** Breaks all connections; a message that still waited is never taken. */
  stop(): Promise<void>;
};

const name = 'mail stand-in';

/** A mail server on this machine: real SMTP, a mailbox in a folder, and knobs for what can go wrong. It passes nothing on. */
export async function startMailStandIn(options: MailStandInOptions): Promise<MailStandIn> {
  const { data, host = '127.0.0.1', port = 18_025, webPort = 18_026, login = null, logger } = options;
  const { clock = Date.now, random = Math.random } = options;
  const mailbox = openMailbox(data);
  const stopping = new AbortController();
  let knobs: MailKnobs = defaultKnobs;
  const stopped = stopping.signal;
  const { server, breakAll } = createReceiver({ mailbox, knobs: () => knobs, clock, random, stopped, login, logger });
  const app = createStandInApp({ name, stopping: stopped, logger });
  inspectingRoutes(app, { mailbox, knobs: () => knobs, turn: turned => (knobs = turned) });

  try {
    await turnAtStart(app, options.knobs ?? {});
    const begun = once(server.server, 'listening');
    server.listen(port, host);
    await listening(begun, { name, host, port });
    await listening(app.listen({ host, port: webPort }), { name, host, port: webPort });
  } catch (error) {
    await shut();
    throw error;
  }

  let ending: Promise<void> | undefined;
  async function shut(): Promise<void> {
    // Before the waits end, so that nobody is told of a failure that a server in trouble would not report.
    breakAll();
    app.server.closeAllConnections();
    stopping.abort();
    if (server.server.listening) await new Promise<void>(resolve => server.close(resolve));
    await app.close();
    mailbox.close();
  }
  return {
    url: `smtp://${authorityOf(host, server.server.address())}`,
    web: `http://${authorityOf(host, app.server.address())}`,
    list: mailbox.list,
    raw: mailbox.raw,
    summary: mailbox.summary,
    turn: turned => {
      knobs = { ...knobs, ...turned };
    },
    stop: () => {
      ending ??= shut();
      return ending;
    },
  };
}
