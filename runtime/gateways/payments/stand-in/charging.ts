import type { FastifyInstance } from 'fastify';
import { answerKeyed, type Keyed } from '../../any/stand-in/keyed.ts';
import { type Asked, judge } from './judge.ts';
import type { Knobs } from './knobs.ts';
import type { Ledger } from './ledger.ts';
import type { Operation } from './operation.ts';

export type Charging = Keyed<Operation, Knobs> & { readonly ledger: Ledger };

type Body = {
  readonly reference: string;
  readonly orderId: string;
  readonly customerId: string;
  readonly amount?: number;
  readonly currency?: string;
};

type Route = { readonly Body: Body; readonly Params: { readonly id?: string } };

const text = { type: 'string', minLength: 1, maxLength: 255 };
const who = { reference: text, orderId: text, customerId: text };
const money = { amount: { type: 'integer', minimum: 1 }, currency: { type: 'string', pattern: '^[A-Z]{3}$' } };
const withMoney = {
  type: 'object',
  required: ['reference', 'orderId', 'customerId', 'amount', 'currency'],
  properties: { ...who, ...money },
};
const withoutMoney = { type: 'object', required: ['reference', 'orderId', 'customerId'], properties: who };

/** The four requests that move money. Each needs an `Idempotency-Key`. */
export function chargingRoutes(app: FastifyInstance, charging: Charging): void {
  const route = (path: string, kind: Asked['kind'], body: object) =>
    app.post<Route>(path, { schema: { body } }, (request, reply) => {
      const { reference, orderId, customerId, amount, currency } = request.body;
      const of = request.params.id ?? null;
      const money = amount === undefined || currency === undefined ? null : { amount, currency };
      const asked = { kind, of, reference, orderId, customerId, money };
      return answerKeyed(charging, { asked, apply: about => applied(charging, asked, about) }, request, reply);
    });
  route('/authorisations', 'authorisation', withMoney);
  route('/authorisations/:id/captures', 'capture', withMoney);
  route('/authorisations/:id/voids', 'void', withoutMoney);
  route('/captures/:id/refunds', 'refund', withMoney);
}

function applied(
  { ledger, knobs, random, clock }: Charging,
  asked: Asked,
  about: { readonly key: string; readonly fingerprint: string },
) {
  const verdict = judge(asked, ledger, knobs(), random, clock());
  return 'refusal' in verdict ? verdict : ledger.add({ ...verdict.operation, ...about });
}
