import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observe/logger.ts';
import type { HospitalAlarm } from './options.ts';

export type WebhookOptions = {
  readonly url: string;
  readonly logger: Logger;
  /** Pause before each further attempt, ms. Default 1, 5 and 25 s: after that it is only in the log. */
  readonly pauses?: readonly number[];
  /** How long one attempt may take, ms. Default 5 s. */
  readonly timeout?: number;
};

export type Webhook = {
  /** Never fails, and nobody waits for it: the alarm is in the log already. */
  post(alarm: HospitalAlarm): void;
  /**
   * The same of what is no case: `text` is what chat rooms show, the rest is for programs.
   *
   * @returns whether it was posted, or tried as often as it ever is; not where it was closed before, or too many wait.
   */
  tell(alarm: { readonly text: string; readonly what: string } & Readonly<Record<string, unknown>>): Promise<boolean>;
  /** Gives up what is not posted yet. */
  close(): Promise<void>;
};

/** Alarms that wait to be posted, at most: causes are few, and a storm stops its processor. */
const MOST_WAITING = 100;

/** Posts alarms one after another, in the background. */
export function createWebhook(options: WebhookOptions): Webhook {
  const { url, logger, pauses = [1_000, 5_000, 25_000], timeout = 5_000 } = options;
  const ended = new AbortController();
  let waiting = 0;
  let queue: Promise<unknown> = Promise.resolve();

  const attempt = async (body: string): Promise<void> => {
    const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(timeout)]);
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
  };

  const deliver = async (body: string): Promise<boolean> => {
    for (const pause of [0, ...pauses]) {
      await sleep(pause, undefined, { signal: ended.signal, ref: false });
      try {
        await attempt(body);
        return true;
      } catch (error) {
        if (ended.signal.aborted) return false;
        logger.warn({ err: error }, 'An alarm could not be posted.');
      }
    }
    return true;
  };

  const send = async (body: string): Promise<boolean> => {
    if (waiting >= MOST_WAITING || ended.signal.aborted) return false;
    waiting += 1;
    const sent = queue.then(() => deliver(body)).catch(() => false);
    queue = sent;
    try {
      return await sent;
    } finally {
      waiting -= 1;
    }
  };

  const now = (): string => new Date().toISOString();

  return {
    post: alarm => void send(JSON.stringify(bodyOf(alarm, now()))),
    tell: alarm => send(JSON.stringify({ at: now(), ...alarm })),
    close: async () => {
      ended.abort();
      await queue;
    },
  };
}

const sayings = {
  'new-group': 'cannot process an input; it is parked with the later ones of its key.',
  'not-passing': 'still cannot process an input that was retried for a while; it goes on retrying.',
  tripped: 'has stopped: too much fails. Nothing was skipped.',
} satisfies Record<HospitalAlarm['what'], string>;

/** `text` is what chat rooms show; the rest is for programs. Stacks stay in the case. */
function bodyOf({ what, processor, partition, caseId, key, group, error }: HospitalAlarm, at: string) {
  const { code, message, frame } = error;
  const next = caseId === null ? `longplay streams resume ${processor}` : `longplay hospital show ${caseId}`;
  return {
    text: `${processor} ${sayings[what]} ${code}: ${message} (${next})`,
    what,
    at,
    processor,
    partition,
    caseId,
    key,
    group,
    error: { code, message, frame },
  };
}
