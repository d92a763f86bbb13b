import type { Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { Logger } from '../../../observe/logger.ts';
import { type MailKnobs, refusalOf } from './knobs.ts';
import type { Mailbox } from './mailbox.ts';

export type Receiving = {
  readonly mailbox: Mailbox;
  readonly knobs: () => MailKnobs;
  readonly clock: () => number;
  readonly random: () => number;
  /** Aborts when the server stops: a message that still waits is never taken. */
  readonly stopped: AbortSignal;
  /** Who may send; null: everybody. */
  readonly login: { readonly user: string; readonly password: string } | null;
  readonly logger?: Logger | undefined;
};

export type Receiver = {
  readonly server: SMTPServer;
  /** Breaks all connections. */
  breakAll(): void;
};

/** A reply of the server's: its class says for now (4) or for good (5). */
const reply = (status: number, text: string): Error => Object.assign(new Error(text), { responseCode: status });

type Done = (error?: Error | null) => void;

/** SMTP as a mail server speaks it, in plain text: it is for this machine. */
export function createReceiver(receiving: Receiving): Receiver {
  const { knobs, login, logger, stopped } = receiving;
  const sockets = new Map<number, Socket>();
  const putOff = new Map<string, number>();

  const server = new SMTPServer({
    name: 'longplay-mail-stand-in',
    banner: 'Nothing that comes here goes anywhere',
    disabledCommands: login === null ? ['STARTTLS', 'AUTH'] : ['STARTTLS'],
    authOptional: login === null,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    logger: false,
    size: 1_048_576,
    rejectOversized: true,
    // Stopping breaks what is open itself.
    closeTimeout: 1,
    maxAllowedUnauthenticatedCommands: false,
    onAuth: ({ username, password }, _session, done) => {
      if (username === login?.user && password === login?.password) return done(null, { user: username });
      return done(reply(535, 'Unknown user or password'));
    },
    onConnect: (_session, done) => done(knobs().closed ? reply(421, 'Come back later') : null),
    onRcptTo: ({ address }, _session, done) => done(recipientRefusal(address)),
    onData: (stream, session, done) => {
      take(stream, session, done).catch(error => {
        if (!stopped.aborted) logger?.error({ err: error }, 'the mail stand-in failed');
        done(reply(451, 'The stand-in failed'));
      });
    },
  });
  // A client that hangs up in the middle is part of its life.
  server.on('error', error => logger?.debug({ err: error }, 'a connection to the mail stand-in failed'));
  server.server.on('connection', (socket: Socket) => {
    const port = socket.remotePort ?? 0;
    sockets.set(port, socket);
    socket.once('close', () => sockets.delete(port));
  });

  function recipientRefusal(address: string): Error | null {
    const rule = refusalOf(knobs(), 'recipient', [address]);
    if (rule !== undefined) return reply(rule.status, rule.text ?? 'Not here');
    const before = putOff.get(address) ?? 0;
    if (before >= knobs().greylists) return null;
    putOff.set(address, before + 1);
    return reply(451, 'Greylisted: come again');
  }

  async function take(stream: NodeJS.ReadableStream, session: SMTPServerSession, done: Done): Promise<void> {
    const { mailbox, clock, random } = receiving;
    const set = knobs();
    const [failing, losing, dropping] = [random(), random(), random()];
    const hangUp = () => sockets.get(session.remotePort)?.destroy();
    const raw = await buffer(stream);
    const { mailFrom, rcptTo } = session.envelope;
    const from = mailFrom === false ? '' : mailFrom.address;
    const to = rcptTo.map(({ address }) => address);
    const rule = refusalOf(set, 'message', to);
    if (rule !== undefined) return done(reply(rule.status, rule.text ?? 'Not like this'));
    if (failing < set.errorRate) return done(reply(451, 'Try again later'));
    if (dropping < set.dropRate) return void hangUp();
    if (set.latencyBefore > 0) await pause(set.latencyBefore, undefined, { signal: stopped });
    const { seq } = mailbox.add({ from, to }, raw, clock());
    let isAnswered = false;
    try {
      if (set.latencyAfter > 0) await pause(set.latencyAfter, undefined, { signal: stopped });
      isAnswered = losing >= set.lostRate && sockets.has(session.remotePort);
    } finally {
      // Before anybody can notice: who sends it again has a reason.
      if (!isAnswered) mailbox.unanswered(seq);
    }
    return isAnswered ? done() : void hangUp();
  }

  return {
    server,
    breakAll: () => {
      for (const socket of sockets.values()) socket.destroy();
    },
  };
}
