import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey } from 'jose';
import { LongplayError } from '../../runtime/errors.ts';

export type IssuerOptions = {
  /** Longest wait for an answer of the issuer, ms; a request waits for it. Default 5000. */
  readonly timeout?: number;
  /** How old its keys may be before they are asked for again, ms. A key that it took back is taken for as long. Default 600000. */
  readonly refreshAfter?: number;
  /** How long it is not asked again after it failed, ms. Default 5000. */
  readonly pause?: number;
  /** Least time between two looks for a key that nobody knows, ms: tokens can name any. Default 30000. */
  readonly cooldown?: number;
  readonly now?: () => number;
};

type Keys = ReturnType<typeof createRemoteJWKSet>;

/**
 * The keys of an issuer (OpenID Connect Discovery 1.0, 4; RFC 7517). Those that are known are used while the issuer is
 * away, and renewed behind the requests; one that nobody knows is asked for.
 *
 * @throws LP_API_UNAVAILABLE where the issuer is away and its word is needed: that is no fault of the token.
 */
export function issuerKeys(issuer: string, options: IssuerOptions = {}): JWTVerifyGetKey {
  const { timeout = 5_000, refreshAfter = 600_000, pause = 5_000, cooldown = 30_000, now = Date.now } = options;
  let opening: Promise<Keys> | null = null;
  let awayUntil = 0;
  let renewedAt = 0;

  const ask = async (url: string, init: RequestInit): Promise<Response> => {
    if (now() < awayUntil) throw new Error('it did not answer a moment ago');
    try {
      const answer = await fetch(url, { ...init, redirect: 'error' });
      if (!answer.ok) throw new Error(`it answered ${answer.status}`);
      return answer;
    } catch (cause) {
      awayUntil = now() + pause;
      throw cause;
    }
  };

  const open = async (): Promise<Keys> => {
    const answer = await ask(configurationOf(issuer), { signal: AbortSignal.timeout(timeout) });
    const found = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (found.issuer !== issuer) throw new Error(`it calls itself ${found.issuer}, not ${issuer}`);
    const url = jwksUrl(found.jwks_uri, issuer);
    const rules = { timeoutDuration: timeout, cooldownDuration: cooldown, cacheMaxAge: Number.POSITIVE_INFINITY };
    return createRemoteJWKSet(url, { ...rules, [customFetch]: ask });
  };

  const opened = (): Promise<Keys> => {
    opening ??= open().catch(cause => {
      opening = null;
      throw away(issuer, cause);
    });
    return opening;
  };

  const renew = (keys: Keys): void => {
    if (keys.jwks() === undefined || now() - renewedAt < refreshAfter) return;
    renewedAt = now();
    // What is known goes on; where the issuer is away, the next look is after the same time.
    keys.reload().catch(() => undefined);
  };

  return async (header, token) => {
    const keys = await opened();
    if (keys.jwks() === undefined) renewedAt = now();
    renew(keys);
    try {
      return await keys(header, token);
    } catch (cause) {
      throw isOfToken(cause) ? cause : away(issuer, cause);
    }
  };
}

/** What is wrong with the token, and not with whoever was asked about it. */
const isOfToken = (cause: unknown): boolean =>
  cause instanceof errors.JWKSNoMatchingKey ||
  cause instanceof errors.JWKSMultipleMatchingKeys ||
  cause instanceof errors.JOSENotSupported;

const configurationOf = (issuer: string): string => `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;

/** An issuer that is asked over TLS does not send us elsewhere without it. */
function jwksUrl(found: unknown, issuer: string): URL {
  const url = new URL(String(found));
  if (url.protocol !== 'https:' && url.protocol !== new URL(issuer).protocol) {
    throw new Error(`its jwks_uri is not https: ${url.href}`);
  }
  return url;
}

function away(issuer: string, cause: unknown): LongplayError {
  const reason = cause instanceof Error ? (cause.cause instanceof Error ? cause.cause : cause).message : String(cause);
  const message = `The issuer of tokens, ${issuer}, cannot be asked for its keys: ${reason}`;
  return new LongplayError('LP_API_UNAVAILABLE', message, { cause });
}
