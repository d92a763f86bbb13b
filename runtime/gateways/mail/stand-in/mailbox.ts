import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openJournal } from '../../any/stand-in/journal.ts';
import { readMessage } from './message.ts';

/** A message that was taken, as it is listed. */
export type Received = {
  /** Counts 1, 2, 3… in the mailbox; the message itself is in `<seq>.eml`. */
  readonly seq: number;
  readonly messageId: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Bytes. */
  readonly size: number;
};

/** Messages with one Message-ID, as one: a mail program shows the first, and hides the rest. */
export type Shown = Received & {
  /** How often it came again. */
  readonly repeats: number;
};

export type MailboxSummary = {
  /** Mails by Message-ID. */
  readonly mails: number;
  /** Messages, repeats included. */
  readonly received: number;
  readonly repeats: number;
  /** Messages that were taken, and their senders not told so. */
  readonly unanswered: number;
  /** Message-IDs that came more than once, with how often in all; the newest 100. */
  readonly repeated: readonly { readonly messageId: string; readonly times: number }[];
};

export type Mailbox = {
  add(envelope: { readonly from: string; readonly to: readonly string[] }, raw: Buffer, at: number): Received;
  /** Newest first, each Message-ID once: those to an address that holds this text, older than `before`. */
  list(query: { readonly to?: string; readonly before?: number; readonly limit?: number }): readonly Shown[];
  get(seq: number): Shown | undefined;
  raw(seq: number): Buffer;
  /** This one was taken, and its sender was not told so. */
  unanswered(seq: number): void;
  summary(): MailboxSummary;
  close(): void;
};

/** The stand-in's own mailbox in a folder: what it says came is what came, whatever the sender was told. */
export function openMailbox(folder: string): Mailbox {
  const journal = openJournal<Received>(join(folder, 'mailbox.ndjson'));
  const silences = openJournal<{ readonly seq: number }>(join(folder, 'unanswered.ndjson'));
  mkdirSync(join(folder, 'mails'), { recursive: true });
  let unanswered = silences.entries.length;
  const fileOf = (seq: number) => join(folder, 'mails', `${seq}.eml`);
  const firsts: Received[] = [];
  const bySeq = new Map<number, Received>();
  const times = new Map<string, number>();
  let received = 0;

  function index(one: Received): void {
    received++;
    bySeq.set(one.seq, one);
    const count = (times.get(one.messageId) ?? 0) + 1;
    times.set(one.messageId, count);
    if (count === 1) firsts.push(one);
  }
  for (const one of journal.entries) index(one);

  const shown = (one: Received): Shown => ({ ...one, repeats: (times.get(one.messageId) ?? 1) - 1 });

  return {
    add({ from, to }, raw, at) {
      const seq = received + 1;
      const { messageId, subject } = readMessage(raw);
      // Without an id it is a mail of its own.
      const one: Received = { seq, messageId: messageId || `(none ${seq})`, from, to, subject, at, size: raw.length };
      // The line comes last: a file without one was never taken, and is written over.
      writeFileSync(fileOf(seq), raw);
      journal.append(one);
      index(one);
      return one;
    },
    list({ to = '', before = Number.POSITIVE_INFINITY, limit = 100 }) {
      const found: Shown[] = [];
      for (let at = firsts.length - 1; at >= 0 && found.length < limit; at--) {
        const one = firsts[at] as Received;
        if (one.seq < before && one.to.some(address => address.includes(to))) found.push(shown(one));
      }
      return found;
    },
    get: seq => {
      const one = bySeq.get(seq);
      return one && shown(one);
    },
    raw: seq => readFileSync(fileOf(seq)),
    unanswered(seq) {
      silences.append({ seq });
      unanswered++;
    },
    summary: () => ({
      mails: firsts.length,
      received,
      repeats: received - firsts.length,
      unanswered,
      repeated: [...times]
        .filter(([, count]) => count > 1)
        .slice(-100)
        .map(([messageId, count]) => ({ messageId, times: count })),
    }),
    close: () => {
      journal.close();
      silences.close();
    },
  };
}
