import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';

export type RegistryOptions = {
  /** Base URL up to, and without, `/subjects`. */
  readonly url: string;
  /** HTTP basic authentication; null: none. */
  readonly auth?: { readonly username: string; readonly password: string } | null;
  /** Longest wait for one answer, ms. Default 5,000. Too short: a registry under load is asked twice. */
  readonly timeout?: number;
  /** How long one call is tried again while the registry is away or fails, ms. Default 15,000. Too short: a registry's restart fails the call. */
  readonly patience?: number;
};

/** What a registry answered, whatever its status below 500. */
export type RegistryAnswer = { readonly status: number; readonly body: unknown };

export type RegistryRequest = (method: 'GET' | 'POST' | 'PUT', path: string, body?: object) => Promise<RegistryAnswer>;

const firstPause = 100;
const longestPause = 2_000;
/** Enough to find the words, short enough for a log line. */
const longestQuote = 2_000;

/**
 * Requests to a registry over HTTP. No answer, 429 and 5xx are tried again until the patience ends: every request
 * that Longplay makes may be repeated without harm, since registering the same schema again answers the same id.
 */
export function registryTransport(options: RegistryOptions): RegistryRequest {
  const { timeout = 5_000, patience = 15_000 } = options;
  const { base, authorization } = splitCredentials(options);
  const headers = {
    accept: 'application/vnd.schemaregistry.v1+json, application/json',
    ...(authorization !== null && { authorization }),
  };

  async function once(method: string, path: string, body: object | undefined, wait: number): Promise<Attempt> {
    const signal = AbortSignal.timeout(wait);
    try {
      const response = await fetch(`${base}${path}`, {
        method,
        signal,
        // A followed redirect would turn a POST into a GET.
        redirect: 'manual',
        headers:
          body === undefined ? headers : { ...headers, 'content-type': 'application/vnd.schemaregistry.v1+json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer = { status: response.status, body: parse(await response.text()) };
      if (answer.status !== 429 && answer.status < 500) return { answer };
      const problem = `It answered ${answer.status}: ${quote(answer.body)}`;
      const after = Number(response.headers.get('retry-after')) * 1_000 || 0;
      return { problem, cause: undefined, after, isLate: false };
    } catch (error) {
      const isLate = signal.aborted;
      return { problem: isLate ? `No answer within ${wait} ms.` : reasonOf(error), cause: error, after: 0, isLate };
    }
  }

  return async (method, path, body) => {
    const end = Date.now() + patience;
    let heard: Failed | null = null;
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      const wait = Math.max(1, Math.min(timeout, end - Date.now()));
      const attempt = await once(method, path, body, wait);
      if ('answer' in attempt) return attempt.answer;
      // A try that only our own patience cut short says nothing; what was heard before does.
      if (heard === null || !attempt.isLate || wait === timeout) heard = attempt;
      const delay = Math.max(attempt.after, pause * (0.5 + Math.random() / 2));
      if (Date.now() + delay >= end) {
        const message = `The schema registry at ${base} cannot be used: ${heard.problem}`;
        throw new LongplayError('LP_REGISTRY_UNAVAILABLE', message, { cause: heard.cause });
      }
      await sleep(delay);
    }
  };
}

type Attempt = { readonly answer: RegistryAnswer } | Failed;

type Failed = {
  readonly problem: string;
  readonly cause: unknown;
  /** So long it asked to be left alone, ms; 0: it did not. */
  readonly after: number;
  /** Nothing was heard of it in time. */
  readonly isLate: boolean;
};

/** `fetch` refuses a URL with a password in it, and no message may show one. */
function splitCredentials({ url, auth = null }: RegistryOptions): { base: string; authorization: string | null } {
  const parsed = new URL(url);
  const given = parsed.username === '' ? null : { username: parsed.username, password: parsed.password };
  const { username, password } = auth ?? {
    username: decodeURIComponent(given?.username ?? ''),
    password: decodeURIComponent(given?.password ?? ''),
  };
  parsed.username = '';
  parsed.password = '';
  const encoded = Buffer.from(`${username}:${password}`).toString('base64');
  return {
    base: parsed.href.replace(/\/+$/, ''),
    authorization: auth === null && given === null ? null : `Basic ${encoded}`,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** The registry's own words, which differ from one to the other. */
export function quote(body: unknown): string {
  const message = typeof body === 'object' && body !== null && 'message' in body ? body.message : body;
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  return text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
}

/** undici hides the reason (ECONNREFUSED, a certificate) in the cause of "fetch failed". */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? error.cause : error;
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return [code, cause.message].filter(part => part !== '').join(' ');
}
