import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A page of the console: a browser may show its key as a cookie there, and nowhere else. */
    readonly page?: boolean;
  }
}

const COOKIE = 'longplay_key';
/** Cookies are limited to 4,096 bytes (RFC 6265, 6.1), names and attributes included. */
const LONGEST = 3_800;

/**
 * The key or token itself, so that each request is judged by it as any other is: one that was revoked or has expired
 * opens nothing any more, on every instance. Scripts cannot read it, other sites' forms do not send it, and it is gone
 * with the browser (docs/decisions/0103).
 */
const attributes = ({ protocol, headers }: FastifyRequest) =>
  ({ path: '/console', httpOnly: true, sameSite: 'lax', secure: isSecure(protocol, headers.origin) }) as const;

/** Where TLS ends at a proxy that nobody has named, the form's own Origin still tells. */
const isSecure = (protocol: string, origin: string | undefined): boolean =>
  protocol === 'https' || origin?.startsWith('https:') === true;

/** What a browser shows as a cookie counts as shown as a header, on pages of the console only. */
export function readSessions(app: FastifyInstance): void {
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers, routeOptions } = request;
    // A proxy may ask for a password of its own, and pass that on.
    const shown = /^Bearer /i.test(headers.authorization ?? '');
    if (routeOptions.config.page === true && !shown && headers.cookie !== undefined) {
      const key = parseCookie(headers.cookie)[COOKIE];
      if (key !== undefined && key !== '') headers.authorization = `Bearer ${key}`;
    }
    done();
  });
}

/** False where it is longer than a cookie may be. */
export function beginSession(request: FastifyRequest, reply: FastifyReply, key: string): boolean {
  if (key.length > LONGEST) return false;
  reply.header('set-cookie', stringifySetCookie({ name: COOKIE, value: key, ...attributes(request) }));
  return true;
}

export function endSession(request: FastifyRequest, reply: FastifyReply): void {
  reply.header('set-cookie', stringifySetCookie({ name: COOKIE, value: '', ...attributes(request), maxAge: 0 }));
}

/** Whether a form was sent by a page of this server (Fetch Metadata; else Origin, which every browser sends with a POST). */
export function isOwnForm({ headers, host }: FastifyRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin';
  return originHost(headers.origin) === host;
}

function originHost(origin: string | undefined): string | null {
  try {
    return origin === undefined ? null : new URL(origin).host;
  } catch {
    return null;
  }
}
