import type { FastifyInstance } from 'fastify';

/**
 * What a caller may do. `shop` places and reads orders, `warehouse` works on stock and shipments, `operator` runs the
 * system (projections, hospital, topics), `admin` may do everything.
 */
export type Scope = (typeof scopes)[number];

export const scopes = ['shop', 'warehouse', 'operator', 'admin'] as const;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Scopes of which a caller has one; `null`: anybody may ask. Left out: `admin` alone. */
    readonly needs?: readonly Scope[] | null;
  }
}

/** What the routes that are added to `app` from now on need, where they do not say so themselves. */
export function needing(app: FastifyInstance, needs: readonly Scope[]): void {
  app.addHook('onRoute', route => {
    route.config = { needs, ...route.config };
  });
}
