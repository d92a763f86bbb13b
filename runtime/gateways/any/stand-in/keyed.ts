import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FaultKnobs, type Faults, faultsOf } from './faults.ts';
import type { Kept, Keys } from './keys.ts';
import { sendProblem } from './problems.ts';

type Entry = Kept & { readonly status: 'succeeded' | 'declined'; readonly code: string | null };

export type Refusal = { readonly status: 404 | 409 | 422; readonly code: string; readonly detail: string };

/** A provider that keeps books, as far as a request that changes something goes. */
export type Keyed<O extends Entry, K extends FaultKnobs> = {
  readonly keys: Keys<O>;
  readonly knobs: () => K;
  readonly clock: () => number;
  readonly random: () => number;
  /** Aborts when the server stops: a request that still waits is never applied. */
  readonly stopped: AbortSignal;
  readonly shown: (operation: O) => Readonly<Record<string, unknown>>;
  /** The operation with another content than was asked for, as a provider in trouble may answer. */
  readonly garbled: (operation: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>;
  /** Stops at a point of a request, such as to end a process there. Default: does not. */
  readonly hold?: ((point: HoldPoint, asked: unknown) => Promise<void>) | undefined;
};

/** Before it is done, or after it and before its answer. */
export type HoldPoint = 'before' | 'after';

export type ToDo<O> = {
  /** What is asked: the same again under a key is a repeat. */
  readonly asked: unknown;
  /** Does it, in the books; or says why not. */
  readonly apply: (about: { readonly key: string; readonly fingerprint: string }) => O | { readonly refusal: Refusal };
};

/** Answers one request that changes something: once for each key, with what its knobs make go wrong. */
export async function answerKeyed<O extends Entry, K extends FaultKnobs>(
  provider: Keyed<O, K>,
  { asked, apply }: ToDo<O>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { keys, clock, random, stopped, hold } = provider;
  const knobs = provider.knobs();
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

  let operation: O;
  if (claim.is === 'repeat') {
    operation = claim.operation;
    reply.header('idempotent-replayed', 'true');
  } else {
    try {
      if (faults.before > 0) await pause(faults.before, undefined, { signal: stopped });
      await hold?.('before', asked);
      const applied = apply({ key, fingerprint });
      if ('refusal' in applied) {
        const { status, code, detail } = applied.refusal;
        return sendProblem(reply, status, code, detail);
      }
      operation = applied;
    } finally {
      keys.release(key);
    }
  }
  if (faults.after > 0) await pause(faults.after, undefined, { signal: stopped });
  await hold?.('after', asked);
  return tell(provider, operation, faults, request, reply);
}

function tell<O extends Entry, K extends FaultKnobs>(
  { shown, garbled, random }: Keyed<O, K>,
  operation: O,
  faults: Faults,
  request: FastifyRequest,
  reply: FastifyReply,
) {
  if (faults.lost) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  const body = shown(operation);
  if (faults.garbage) return sendGarbage(reply, body, garbled(body), Math.floor(random() * 3));
  if (operation.status === 'declined') {
    return sendProblem(reply, 402, operation.code ?? 'declined', 'The operation was declined.', { operation: body });
  }
  return reply.code(201).send(body);
}

function sendGarbage(reply: FastifyReply, body: object, other: object, which: number): FastifyReply {
  if (which === 0) return reply.code(200).type('text/html').send('<h1>It works!</h1>');
  const text = JSON.stringify(body);
  if (which === 1)
    return reply
      .code(201)
      .type('application/json')
      .send(text.slice(0, text.length / 2));
  return reply.code(201).send(other);
}
