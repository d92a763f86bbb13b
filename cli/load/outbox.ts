import { setTimeout as sleep } from 'node:timers/promises';
import type { Request } from '../../api/requests/request.ts';
import type { RequestSender } from '../../api/requests/sender.ts';
import { passes } from '../tail/patiently.ts';

export type Outbox = {
  /** Sends it, again and again where need be; resolves when it is on the log. What is put first arrives first. */
  put(request: Request): Promise<void>;
  /** How often the broker, the vault or the registry could not take a batch. */
  readonly failures: () => number;
  /** Waits until all is on the log. */
  empty(): Promise<void>;
};

type Waiting = { readonly request: Request; readonly done: () => void; readonly failed: (error: unknown) => void };

const MOST_AT_ONCE = 500;
const PAUSE_MS = 200;
const PATIENCE_MS = 180_000;

/** The way in, as a client that does not give up: a request is repeated under its id until it is on the log. */
export function createOutbox(sender: Pick<RequestSender, 'sendAll'>): Outbox {
  const waiting: Waiting[] = [];
  let working: Promise<void> | null = null;
  let failures = 0;

  const deliver = async (batch: readonly Waiting[]): Promise<void> => {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      try {
        await sender.sendAll(batch.map(({ request }) => request));
        for (const { done } of batch) done();
        return;
      } catch (error) {
        failures++;
        if (!passes(error) || Date.now() > end) {
          for (const { failed } of batch) failed(error);
          throw error;
        }
        await sleep(PAUSE_MS);
      }
    }
  };

  const work = async (): Promise<void> => {
    while (waiting.length > 0) await deliver(waiting.splice(0, MOST_AT_ONCE));
  };

  return {
    failures: () => failures,
    put: request =>
      new Promise((done, failed) => {
        waiting.push({ request, done, failed });
        working ??= work().finally(() => {
          working = null;
        });
        working.catch(() => undefined); // whoever put it has been told
      }),
    empty: async () => {
      while (working !== null) await working;
    },
  };
}
