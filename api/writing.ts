import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../schemas/types/shared.ts';
import type { Shop } from './context.ts';
import { problem, sendProblem } from './errors.ts';
import { goneWith } from './gone.ts';
import { type Owned, preconditionOf } from './preconditions.ts';
import { preferredWait, prefersDecision } from './prefer.ts';
import { problemOfRejection } from './rejections.ts';
import type { RequestIds } from './request-ids.ts';
import { traceAs } from './request-trace.ts';
import type { Asking, Request } from './requests/request.ts';
import type { SendOptions } from './requests/sender.ts';
import type { Awaited, KnownOutcome } from './routes/outcomes.ts';
import { actorOf } from './security/caller.ts';

export type Write = {
  readonly ids: RequestIds;
  /** The address of what it is about. */
  readonly resource: string;
  /** Whether accepting it makes the resource: then the answer is 201. Default false. */
  readonly creates?: boolean;
  /** The fact that it changes, for those who say on which version they decide (If-Match). Left out: there is none. */
  readonly owned?: Owned;
  /** The order that it places: who prefers so waits until that is confirmed or rejected. Left out: it places none. */
  readonly places?: string;
  /** More of the answer, such as the id of what is made. */
  readonly answer?: Readonly<Record<string, unknown>>;
  build(asking: Asking): Request | Sealed | Promise<Request | Sealed>;
};

type Sealed = { readonly request: Request; readonly options: SendOptions };

/**
 * Takes a request in: notes it, puts it on the log, and answers 202; or waits for the outcome, where the client prefers
 * so. A repeat under the same key is sent again unless its outcome is known: the first one may never have reached the
 * log, and its owner ignores what it knows.
 */
export async function answerWrite(
  shop: Shop,
  request: FastifyRequest,
  reply: FastifyReply,
  write: Write,
): Promise<FastifyReply> {
  const { requestId, path } = write.ids;
  const hash = write.ids.hashOf(request.body);
  request.asked = requestId;
  const { restsOn, failed } = await preconditionOf(shop, request, write.owned);
  // What was taken in once is answered as it was then: its own change may be what has moved the version on.
  if (failed !== null && (await shop.book.find(requestId)) === null) return sendProblem(reply, failed);
  const actor = actorOf(request);
  const { customerId } = request.caller;
  const taken = await shop.book.take({ requestId, bodyHash: hash, path, actor, customerId });
  if (taken === 'other-body') return sendProblem(reply, problem('LP_API_IDEMPOTENCY_KEY_REUSED'));
  const known = taken === 'again' ? await outcomeOf(shop, requestId, hash) : null;
  const build: Write['build'] = asking => write.build({ ...asking, restsOn });
  if (known === null) await sendOff(shop, request, { ...write, build }, hash, actor, taken === 'again');
  const seconds = preferredWait(request.headers.prefer);
  if (seconds === null) return answerTaken(reply, write);
  const order = prefersDecision(request.headers.prefer) ? write.places : undefined;
  const over = shop.waits.take(request.caller);
  if (over === null) return answerTaken(reply, write);
  reply.header('preference-applied', `wait=${seconds}${order === undefined ? '' : ', until=decision'}`);
  const gone = goneWith(reply);
  const until = performance.now() + seconds * 1_000;
  try {
    const found = await shop.outcomes.wait(requestId, hash, seconds * 1_000, gone);
    if (found === null) return answerTaken(reply, write);
    if (order === undefined || found.outcome.answer !== 'ACCEPTED') return answerDecided(reply, write, found);
    const decided = await shop.decisions.wait(order, Math.max(0, until - performance.now()), gone);
    return answerDecided(reply, { ...write, answer: { ...write.answer, ...decided } }, found);
  } finally {
    over();
  }
}

async function sendOff(
  shop: Shop,
  client: FastifyRequest,
  { ids, build }: Write,
  hash: string,
  actor: Actor,
  again: boolean,
): Promise<void> {
  const built = await build({ id: ids.requestId, bodyHash: hash, time: shop.now(), actor });
  const { request, options } = 'topic' in built ? { request: built, options: {} } : built;
  client.story = { key: request.key, correlationId: request.value.event.correlationId };
  await shop.requests.send(request, { ...options, within: traceAs(client, request, again) });
}

async function outcomeOf(shop: Shop, requestId: string, hash: string): Promise<KnownOutcome | null> {
  return (await shop.outcomes.find(requestId)).find(one => one.bodyHash === hash) ?? null;
}

const linksOf = ({ ids, resource }: Write) => ({ request: `/requests/${ids.requestId}`, resource });

function answerTaken(reply: FastifyReply, write: Write): FastifyReply {
  const links = linksOf(write);
  const body = { requestId: write.ids.requestId, status: 'undecided', ...write.answer, links };
  return reply.code(202).header('location', links.request).send(body);
}

function answerDecided(reply: FastifyReply, write: Write, { outcome, shown }: Awaited): FastifyReply {
  if (outcome.answer !== 'ACCEPTED') return sendProblem(reply, problemOfRejection(outcome));
  const links = linksOf(write);
  if (write.creates === true) reply.code(201).header('location', links.resource);
  return reply.send({
    requestId: outcome.requestId,
    status: 'accepted',
    ...write.answer,
    version: outcome.fact?.version ?? null,
    shown,
    decidedAt: outcome.decidedAt,
    links,
  });
}
