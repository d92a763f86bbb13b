import type { FastifyInstance } from 'fastify';
import { knobRoutes } from '../../any/stand-in/knob-routes.ts';
import { defaultKnobs, type Knobs, knobsSchema } from './knobs.ts';
import type { Ledger, OrderLedger } from './ledger.ts';
import { type Operation, type OperationKind, operationKinds, shown } from './operation.ts';

export type Inspecting = {
  readonly ledger: Ledger;
  readonly knobs: () => Knobs;
  readonly turn: (knobs: Knobs) => void;
};

const lookUpQuery = {
  type: 'object',
  required: ['kind', 'reference'],
  properties: {
    kind: { enum: operationKinds },
    reference: { type: 'string', minLength: 1, maxLength: 255 },
  },
};

/** The look-up by the client's reference, which every provider has, and what only a stand-in has: ledger and knobs. */
export function inspectingRoutes(app: FastifyInstance, { ledger, knobs, turn }: Inspecting): void {
  type LookUp = { readonly Querystring: { readonly kind: OperationKind; readonly reference: string } };
  app.get<LookUp>('/operations', { schema: { querystring: lookUpQuery } }, ({ query }) => ({
    operations: ledger.byReference(query.kind, query.reference).map(shown),
  }));

  app.get('/ledger', () => ({ ...ledger.summary(), byOrder: ledger.orders().map(shownOrder) }));
  app.get('/ledger/summary', () => ledger.summary());
  app.get<{ readonly Params: { readonly orderId: string } }>('/ledger/orders/:orderId', ({ params }) =>
    shownOrder(ledger.order(params.orderId)),
  );

  knobRoutes(app, { schema: knobsSchema, defaults: defaultKnobs, knobs, turn });
}

function shownOrder({ operations, ...order }: OrderLedger): object {
  return { ...order, operations: operations.map(inLedger) };
}

const inLedger = (operation: Operation): object => ({
  seq: operation.seq,
  ...shown(operation),
  idempotencyKey: operation.key,
});
