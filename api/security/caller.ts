import type { FastifyRequest } from 'fastify';
import type { Actor } from '../../schemas/types/shared.ts';
import type { Scope } from './scopes.ts';

/** Who asks. */
export type Caller = {
  /** `KEY`: one of this installation's; `TOKEN`: one of the issuer's; `ANONYMOUS`: showed neither. */
  readonly kind: 'ANONYMOUS' | 'KEY' | 'TOKEN';
  /** The key's id, or the token's `sub`. */
  readonly id: string;
  readonly scopes: ReadonlySet<Scope>;
  /** Reads and changes only what is this customer's; null: no customer. */
  readonly customerId: string | null;
};

type Story = { readonly key: string; readonly correlationId: string };

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller;
    /** The id of the request that was put on the log, for the audit; null where there is none. */
    asked: string | null;
    /** What it has put something on the log about, and the story that that is of, such as an order's; null: nothing. */
    story: Story | null;
    /** Why it was asked, where that is kept nowhere else, for the audit; null where nobody said. */
    reason: string | null;
  }
}

/** Who showed nothing, and may ask only what everybody may. */
export const nobody: Caller = { kind: 'ANONYMOUS', id: 'anonymous', scopes: new Set(), customerId: null };

/** Whoever asks, where the API is open to everybody. */
export const anybody: Caller = { ...nobody, scopes: new Set<Scope>(['shop', 'warehouse', 'operator', 'admin']) };

/** Under which idempotency keys are his own: a token's `sub` may be the id of a key. */
export const clientOf = ({ kind, id }: Caller): string => (kind === 'ANONYMOUS' ? id : `${kind} ${id}`);

const kinds = { shop: 'SHOP', warehouse: 'WAREHOUSE', operator: 'OPERATOR', admin: 'OPERATOR' } as const;

/** Who caused it, as the facts remember it: in the role in which he was let in. */
export function actorOf({ caller, routeOptions }: Pick<FastifyRequest, 'caller' | 'routeOptions'>): Actor {
  if (caller.kind === 'ANONYMOUS') return { kind: 'UNKNOWN', id: caller.id };
  if (caller.customerId !== null) return { kind: 'CUSTOMER', id: caller.customerId };
  const role = routeOptions.config.needs?.find(scope => caller.scopes.has(scope)) ?? 'admin';
  return { kind: kinds[role], id: caller.id };
}

/** `admin` may do everything. Left out: nobody else may. */
export const mayAsk = ({ scopes }: Caller, needs: readonly Scope[] | null | undefined): boolean =>
  needs === null || scopes.has('admin') || (needs ?? []).some(scope => scopes.has(scope));

/** For a line of the log: the story that a request has put something on the log for. */
export const storyOf = ({ story }: FastifyRequest): Partial<Story> => story ?? {};
