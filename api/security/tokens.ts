import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose';
import type { Caller } from './caller.ts';
import { type Scope, scopes } from './scopes.ts';
import { unauthenticated } from './unauthenticated.ts';

export type TokenRules = {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly string[];
  /** Claim with the customer's id, in tokens of scope `customer`. */
  readonly customerClaim: string;
  /** What stands before our scopes. */
  readonly scopePrefix: string;
  /** ms */
  readonly clockTolerance: number;
};

/** A token of this scope is one customer's, whatever other scopes it has. */
const CUSTOMER = 'customer';

/** What a customer may ask, as far as it is his own. */
const ofCustomers: ReadonlySet<Scope> = new Set(['shop'] as const);

/**
 * Who shows a token (JWT, RFC 7519, checked as RFC 8725 advises: issuer, audience, times and an allow-list of algorithms).
 *
 * @throws LP_API_UNAUTHENTICATED, LP_API_UNAVAILABLE
 */
export function tokenReader(rules: TokenRules, keys: JWTVerifyGetKey): (token: string) => Promise<Caller> {
  const options = {
    issuer: rules.issuer,
    audience: rules.audience,
    algorithms: [...rules.algorithms],
    clockTolerance: rules.clockTolerance / 1_000,
    requiredClaims: ['exp', 'sub'],
  };
  return async token => {
    try {
      const { payload } = await jwtVerify(token, keys, options);
      return callerOf(payload, rules);
    } catch (cause) {
      if (cause instanceof errors.JOSEError) throw unauthenticated(reasonOf(cause), cause);
      throw cause;
    }
  };
}

function callerOf(payload: JWTPayload, { customerClaim, scopePrefix }: TokenRules): Caller {
  const id = String(payload.sub);
  if (!isId(id)) throw unauthenticated('The token’s sub is empty or longer than 200 characters.');
  const said = scopesIn(payload).flatMap(one => (one.startsWith(scopePrefix) ? one.slice(scopePrefix.length) : []));
  if (!said.includes(CUSTOMER)) {
    return { kind: 'TOKEN', id, scopes: new Set(scopes.filter(one => said.includes(one))), customerId: null };
  }
  const customerId = payload[customerClaim];
  if (typeof customerId !== 'string' || !isId(customerId)) {
    throw unauthenticated(`The token is a customer’s, and its claim ${customerClaim} holds no customer id.`);
  }
  return { kind: 'TOKEN', id, scopes: ofCustomers, customerId };
}

/** `scope` as RFC 8693 has it, 4.2; `scp`, a list or a text, as several issuers do. */
const scopesIn = ({ scope, scp }: JWTPayload): string[] =>
  [scope, scp].flat().flatMap(one => (typeof one === 'string' ? one.split(' ') : []));

/** As ids are everywhere in the API: without what neither Postgres nor UTF-8 can hold. */
const isId = (text: string): boolean => /^[^\p{Cc}\p{Cs}]{1,200}$/u.test(text);

function reasonOf(cause: errors.JOSEError): string {
  if (cause instanceof errors.JWTExpired) return 'The token has expired.';
  if (cause instanceof errors.JWTClaimValidationFailed)
    return `The token’s claim ${cause.claim} is not as it has to be.`;
  if (cause instanceof errors.JOSEAlgNotAllowed) return 'The token is signed in a way that is not taken here.';
  if (cause instanceof errors.JWKSNoMatchingKey) return 'The token is signed with a key that its issuer does not have.';
  if (cause instanceof errors.JWSSignatureVerificationFailed) return 'The token’s signature is not its issuer’s.';
  return 'This is neither a key of this installation nor a token that can be read.';
}
