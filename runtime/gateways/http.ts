import { type IncomingMessage, Agent as PlainAgent, type RequestOptions, request as requestPlain } from 'node:http';
import { request as requestTls, Agent as TlsAgent } from 'node:https';
import { ProviderFailure } from './failure.ts';

export type HttpOptions = {
  /** Base URL of the provider; paths are added to it. */
  readonly url: string;
  /** Sent with every request, such as an authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Largest answer that is read, bytes. Default 65,536. Without a limit a wrong answer may fill the memory. */
  readonly largestAnswer?: number;
};

export type HttpAnswer = {
  readonly status: number;
  /** Without parameters, lower case; empty where none was sent. */
  readonly mediaType: string;
  /** Parsed JSON; undefined where the body is none. */
  readonly body: unknown;
  /** What Retry-After says, ms. */
  readonly retryAfter: number | null;
};

export type HttpClient = {
  /** One request. Answers whatever the provider answers; throws `provider-unreachable` where nothing came, or not all. */
  ask(method: 'GET' | 'POST', path: string, signal: AbortSignal, more?: HttpExtras): Promise<HttpAnswer>;
  /** Closes the connections that are kept alive. */
  close(): void;
};

export type HttpExtras = { readonly headers?: Readonly<Record<string, string>>; readonly body?: object };

/** HTTP as gateways need it. Redirects are answers: followed, a POST would become a GET, or go to another host. */
export function createHttp({ url, headers = {}, largestAnswer = 65_536 }: HttpOptions): HttpClient {
  const base = new URL(url);
  const secure = base.protocol === 'https:';
  // Not `fetch`: it costs more than twice the CPU (docs/decisions/0050-effects-through-gateways.md).
  const agent = secure ? new TlsAgent({ keepAlive: true }) : new PlainAgent({ keepAlive: true });
  const send = secure ? requestTls : requestPlain;
  const prefix = base.href.replace(/\/+$/, '');

  return {
    close: () => agent.destroy(),
    ask: (method, path, signal, { headers: more = {}, body } = {}) =>
      new Promise((resolve, reject) => {
        const payload = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
        const options: RequestOptions = {
          method,
          agent,
          signal,
          headers: {
            accept: 'application/json, application/problem+json',
            ...headers,
            ...more,
            ...(payload !== undefined && { 'content-type': 'application/json', 'content-length': payload.length }),
          },
        };
        const broken = (cause: unknown) => reject(signal.aborted ? signal.reason : unreachable(cause));
        const request = send(`${prefix}${path}`, options, response => {
          read(response, largestAnswer).then(text => resolve(answerOf(response, text)), broken);
        });
        request.on('error', broken);
        request.end(payload);
      }),
  };
}

async function read(response: IncomingMessage, most: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Leaving the loop destroys the connection, so the rest is not read.
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function answerOf(response: IncomingMessage, text: string | null): HttpAnswer {
  const mediaType = (response.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  const body = text !== null && /[/+]json$/.test(mediaType) ? parse(text) : undefined;
  return { status: response.statusCode ?? 0, mediaType, body, retryAfter: retryAfter(response) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds or a date (RFC 9110 §10.2.3). */
function retryAfter({ headers }: IncomingMessage): number | null {
  const said = headers['retry-after'];
  if (said === undefined) return null;
  const ms = /^\d+(\.\d+)?$/.test(said) ? Number(said) * 1_000 : Date.parse(said) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}

function unreachable(cause: unknown): ProviderFailure {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new ProviderFailure('provider-unreachable', `No answer: the connection failed (${code || 'no code'}).`, {
    cause,
  });
}
