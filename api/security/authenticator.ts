import { anybody, type Caller } from './caller.ts';
import { type ApiKey, callerOfKey } from './keys.ts';
import { unauthenticated } from './unauthenticated.ts';

/** Knows who asks. */
export type Authenticator = {
  /**
   * Who shows this Authorization header.
   *
   * @throws LP_API_UNAUTHENTICATED; LP_API_UNAVAILABLE where nobody can say at the moment
   */
  authenticate(authorization: string | undefined): Promise<Caller>;
};

export type AuthenticatorOptions = {
  readonly keys: readonly ApiKey[];
  /** Null: no tokens. */
  readonly tokens: ((token: string) => Promise<Caller>) | null;
  /** Milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
};

/** RFC 6750, 2.1 */
const BEARER = /^Bearer +([\w.~+/-]+=*)$/i;

export function createAuthenticator({ keys, tokens, now = Date.now }: AuthenticatorOptions): Authenticator {
  return {
    authenticate: async authorization => {
      if (authorization === undefined) throw unauthenticated('The request shows no key and no token.');
      const shown = BEARER.exec(authorization)?.[1];
      if (shown === undefined)
        throw unauthenticated('The Authorization header is not: Bearer, a space, a key or token.');
      const found = callerOfKey(keys, shown, now());
      if (found === 'expired') throw unauthenticated('The key has expired.');
      if (found !== null) return found;
      // A token has two dots; keys have none.
      if (tokens === null || shown.split('.').length !== 3) throw unauthenticated('The key is not known here.');
      return tokens(shown);
    },
  };
}

/** Lets everybody in, as `caller`. Default: as nobody known, who may do everything. */
export const openToEverybody = (caller: Caller = anybody): Authenticator => ({ authenticate: async () => caller });
