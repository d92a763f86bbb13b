import type { FastifyRequest } from 'fastify';
import { within } from '../../runtime/observe/within.ts';
import type { Html } from './html.ts';

/** Shared for no longer than this, ms, also where nobody looks for changes. */
const SHARED_FOR_MS = 2_000;
/** Whoever waits longer for the page that another one has asked for, ms, makes it himself. */
const WAITED_MS = 5_000;
/** Pages that are kept at the same time. */
const MOST = 200;

/** Sent by the console's own script: it wants what changes only. */
export const FRAGMENT_HEADER = 'longplay-fragment';

export type SharedPages = {
  /** The page that was made, or is being made, for the same; null: whoever asks makes it, for others too. */
  take(request: FastifyRequest): Promise<Html | null>;
  /** A request is answered, or nobody waits for its answer any more: whoever waits for its page, and was given none, makes it himself. */
  done(request: FastifyRequest): void;
  /** What was made, or begun, before now may lack what has changed. */
  forget(): void;
};

type Made = { readonly at: number; readonly page: Promise<Html | null> };

const making = new WeakMap<FastifyRequest, (page: Html | null) => void>();

/**
 * Consoles that are open on the same address fetch it again at the same moment, when they hear that something has changed:
 * it is made once for all of them who are the same caller. What is made for one caller is never shown to another, however
 * alike they are.
 *
 * @param now ms, of a clock that nobody sets.
 */
export function sharedPages(now: () => number = () => performance.now(), waited = WAITED_MS): SharedPages {
  const made = new Map<string, Made>();
  return {
    take: async request => {
      const name = nameOf(request);
      if (name === null) return null;
      const known = made.get(name);
      if (known !== undefined && now() - known.at < SHARED_FOR_MS) {
        const page = await within(known.page, waited).catch(() => null);
        if (page !== null) return page;
      }
      const { promise, resolve } = Promise.withResolvers<Html | null>();
      const mine = { at: now(), page: promise };
      if (made.size >= MOST) made.clear();
      made.set(name, mine);
      making.set(request, page => {
        making.delete(request);
        if (page === null && made.get(name) === mine) made.delete(name);
        resolve(page);
      });
      return null;
    },
    done: request => making.get(request)?.(null),
    forget: () => made.clear(),
  };
}

/** What of the page changes is made, and may be shown to whoever asks for the same as the same. */
export function offer(request: FastifyRequest, page: Html): void {
  making.get(request)?.(page);
}

/** All that shapes a page: who asks with which rights, and for what. Null: it is nobody else's. */
function nameOf({ method, headers, caller, protocol, host, url }: FastifyRequest): string | null {
  if (method !== 'GET' || headers[FRAGMENT_HEADER] === undefined) return null;
  const { kind, id, scopes, customerId } = caller;
  return JSON.stringify([kind, id, [...scopes].sort(), customerId, protocol, host, url]);
}
