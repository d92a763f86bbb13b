import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sendProblem } from '../../any/stand-in/problems.ts';
import { type Asked, judge } from './judge.ts';
import type { Keys } from './keys.ts';
import { type Faults, faultsOf, type Knobs } from './knobs.ts';
import type { Ledger } from './ledger.ts';
import { type Operation, shown } from './operation.ts';

export type Charging = {
  readonly ledger: Ledger;
  readonly keys: Keys;
  readonly knobs: () => Knobs;
  readonly clock: () => number;
  readonly random: () => number;
  /** Aborts when the server stops: a request that still waits is never applied. */
  readonly stopped: AbortSignal;
};

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
      return charge(charging, { kind, of, reference, orderId, customerId, money }, request, reply);
    });
  route('/authorisations', 'authorisation', withMoney);
  route('/authorisations/:id/captures', 'capture', withMoney);
  route('/authorisations/:id/voids', 'void', withoutMoney);
  route('/captures/:id/refunds', 'refund', withMoney);
}

async function charge(charging: Charging, asked: Asked, request: FastifyRequest, reply: FastifyReply) {
  const { ledger, keys, clock, random, stopped } = charging;
  const knobs = charging.knobs();
  const faults = faultsOf(knobs, random);
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '' || key.length > 255) {
    return sendProblem(reply, 400, 'idempotency-key-missing', 'Send an Idempotency-Key of 1 to 255 characters.');
  }
  if (faults.error) return sendProblem(reply, 503, 'unavailable', 'Nothing was done.');

  const fingerprint = createHash('sha256').update(JSON.stringify(asked)).digest('hex');
  const claim = keys.claim(key, fingerprint, knobs, clock());
  if (claim.is === 'in-progress') {
    return sendProblem(reply, 409, 'idempotency-key-in-progress', 'The first request with this key is under way.');
  }
  if (claim.is === 'reused') {
    return sendProblem(reply, 422, 'idempotency-key-reused', 'This key came with another request.');
  }

  let operation: Operation;
  if (claim.is === 'repeat') {
    operation = claim.operation;
    reply.header('idempotent-replayed', 'true');
  } else {
    try {
      if (faults.before > 0) await pause(faults.before, undefined, { signal: stopped });
      const verdict = judge(asked, ledger, knobs, random, clock());
      if ('refusal' in verdict) {
        const { status, code, detail } = verdict.refusal;
        return sendProblem(reply, status, code, detail);
      }
      operation = ledger.add({ ...verdict.operation, key, fingerprint });
    } finally {
      keys.release(key);
    }
  }
  if (faults.after > 0) await pause(faults.after, undefined, { signal: stopped });
  return tell(operation, faults, random, request, reply);
}

function tell(
  operation: Operation,
  faults: Faults,
  random: () => number,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (faults.lost) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  const body = shown(operation);
  if (faults.garbage) return sendGarbage(reply, body, Math.floor(random() * 3));
  if (operation.status === 'declined') {
    return sendProblem(reply, 402, operation.code ?? 'declined', 'The operation was declined.', { operation: body });
  }
  return reply.code(201).send(body);
}

function sendGarbage(reply: FastifyReply, body: Readonly<Record<string, unknown>>, which: number): FastifyReply {
  if (which === 0) return reply.code(200).type('text/html').send('<h1>It works!</h1>');
  const text = JSON.stringify(body);
  if (which === 1)
    return reply
      .code(201)
      .type('application/json')
      .send(text.slice(0, text.length / 2));
  return reply.code(201).send({ ...body, amount: Number(body.amount) + 1 });
}
