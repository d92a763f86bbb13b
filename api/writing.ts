import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../schemas/types/shared.ts';
import type { Shop } from './context.ts';
import { problem, sendProblem } from './errors.ts';
import { preferredWait } from './prefer.ts';
import { problemOfRejection } from './rejections.ts';
import type { RequestIds } from './request-ids.ts';
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
  const actor = actorOf(request);
  const { customerId } = request.caller;
  const taken = await shop.book.take({ requestId, bodyHash: hash, path, actor, customerId });
  if (taken === 'other-body') return sendProblem(reply, problem('LP_API_IDEMPOTENCY_KEY_REUSED'));
  const known = taken === 'again' ? await outcomeOf(shop, requestId, hash) : null;
  if (known === null) await sendOff(shop, write, hash, actor);
  const seconds = preferredWait(request.headers.prefer);
  if (seconds === null) return answerTaken(reply, write);
  reply.header('preference-applied', `wait=${seconds}`);
  const gone = abortedWith(reply);
  const found = await shop.outcomes.wait(requestId, hash, seconds * 1_000, gone);
  return found === null ? answerTaken(reply, write) : answerDecided(reply, write, found);
}

async function sendOff(shop: Shop, { ids, build }: Write, hash: string, actor: Actor): Promise<void> {
  const built = await build({ id: ids.requestId, bodyHash: hash, time: shop.now(), actor });
  const { request, options } = 'topic' in built ? { request: built, options: {} } : built;
  await shop.requests.send(request, options);
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

/** Aborts when the client has gone away: nobody waits then. */
function abortedWith(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}
