import { type ClientRequest, type IncomingMessage, Agent as PlainAgent, request as requestPlain } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { ProviderFailure } from '../failure.ts';
import type { ProviderAnswer } from '../provider.ts';
import { ForbiddenTarget, guardedLookup, type TargetPolicy, targetProblem } from './targets.ts';

export type PostOptions = {
  readonly url: string;
  readonly policy: TargetPolicy;
  /** Connections at once. */
  readonly connections: number;
};

export type Poster = {
  post(body: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<ProviderAnswer>;
  close(): void;
};

/** Of an answer, bytes: nobody reads what it says. */
const MOST_READ = 65_536;
/** Longest pause that a receiver is granted, ms. */
const LONGEST_PAUSE = 3_600_000;

/**
 * Posts to one endpoint. A redirect is not followed: it could lead where the URL itself may not. What is posted to, and
 * what it answers, is a stranger’s: nothing of it gets into logs or facts but the status.
 */
export function createPoster({ url, policy, connections }: PostOptions): Poster {
  const secure = url.startsWith('https:');
  const limits = { keepAlive: true, maxSockets: connections, maxFreeSockets: 2, lookup: guardedLookup(policy) };
  const agent = secure ? new TlsAgent(limits) : new PlainAgent(limits);
  const send = secure ? requestTls : requestPlain;
  return {
    close: () => agent.destroy(),
    post: (body, headers, signal) => {
      if (targetProblem(url, policy) !== null) return Promise.resolve({ status: 'refused', code: 'target-forbidden' });
      return new Promise((resolve, reject) => {
        const payload = Buffer.from(body);
        const broken = (cause: unknown) => {
          if (signal.aborted) reject(signal.reason);
          else if (cause instanceof ForbiddenTarget) resolve({ status: 'refused', code: 'target-forbidden' });
          else reject(unreachable(cause));
        };
        const request: ClientRequest = send(
          url,
          { method: 'POST', agent, signal, headers: { ...headers, 'content-length': payload.length } },
          response => {
            drain(response).then(() => {
              try {
                resolve(answerOf(response, headers['webhook-id'] ?? ''));
              } catch (error) {
                reject(error);
              }
            }, broken);
          },
        );
        request.on('error', broken);
        request.end(payload);
      });
    },
  };
}

async function drain(response: IncomingMessage): Promise<void> {
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the connection, so the rest is not read.
    if (size > MOST_READ) return;
  }
}

function answerOf(response: IncomingMessage, reference: string): ProviderAnswer {
  const status = response.statusCode ?? 0;
  if (status >= 200 && status < 300) return { status: 'done', reference };
  // Standard Webhooks: the receiver wants nothing any more.
  if (status === 410) return { status: 'refused', code: 'endpoint-gone' };
  if (status === 408) throw new ProviderFailure('provider-timeout', `It answered ${status}.`);
  const retryAfter = pauseOf(response);
  if (status === 425 || status === 429) {
    throw new ProviderFailure('provider-busy', `It answered ${status}.`, { retryAfter });
  }
  if (status >= 500) throw new ProviderFailure('provider-error', `It answered ${status}.`, { retryAfter });
  return { status: 'refused', code: `http-${status}` };
}

function pauseOf({ headers }: IncomingMessage): number | null {
  const seconds = Number(headers['retry-after'] ?? Number.NaN);
  return Number.isFinite(seconds) ? Math.min(LONGEST_PAUSE, Math.max(0, seconds * 1_000)) : null;
}

function unreachable(cause: unknown): ProviderFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'no code';
  return new ProviderFailure('provider-unreachable', `No answer: the connection failed (${code}).`, { cause });
}
