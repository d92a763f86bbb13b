import type { FastifyInstance } from 'fastify';
import { LongplayError } from '../../../errors.ts';

/** JSON Schemas of what knobs are made of. */
export const knobTypes = {
  share: { type: 'number', minimum: 0, maximum: 1 },
  time: { type: 'integer', minimum: 0, maximum: 2 ** 31 - 1 },
} as const;

export type KnobRoutes<K extends object> = {
  /** JSON Schema of what `PUT` and `PATCH /knobs` take. */
  readonly schema: object;
  readonly defaults: K;
  readonly knobs: () => K;
  readonly turn: (knobs: K) => void;
};

/** `/knobs`: PUT says how all of them stand, so what it leaves out goes back to its default; PATCH turns some. */
export function knobRoutes<K extends object>(app: FastifyInstance, { schema, defaults, knobs, turn }: KnobRoutes<K>) {
  type Route = { readonly Body: Partial<K> };
  app.get('/knobs', () => knobs());
  app.put<Route>('/knobs', { schema: { body: schema } }, ({ body }) => {
    turn({ ...defaults, ...(body as Partial<K>) });
    return knobs();
  });
  app.patch<Route>('/knobs', { schema: { body: schema } }, ({ body }) => {
    turn({ ...knobs(), ...(body as Partial<K>) });
    return knobs();
  });
}

/** Turns the knobs that a stand-in is started with, as strictly as over HTTP. */
export async function turnAtStart(app: FastifyInstance, knobs: object): Promise<void> {
  const turned = await app.inject({ method: 'PATCH', url: '/knobs', payload: knobs });
  if (turned.statusCode === 200) return;
  throw new LongplayError('LP_STANDIN_USAGE', `The knobs cannot be turned like this: ${turned.json().detail}.`);
}
