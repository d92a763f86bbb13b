import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Shop } from '../context.ts';
import { type Problem, problem, sendProblem } from '../errors.ts';
import { goneWith } from '../gone.ts';
import { preferredWait } from '../prefer.ts';
import type { KnownOutcome } from './outcomes.ts';
import { readersOf } from './shown-facts.ts';

/** How long a read waits for its request where the client does not say, seconds. */
export const DEFAULT_AFTER_WAIT_S = 5;

type Seen = Pick<Shop, 'book' | 'outcomes' | 'turns' | 'lag' | 'staleness' | 'waits'>;

/**
 * Has a read wait until it shows what the request has changed; answers itself, with the reason, where it does not. True
 * where the read can go on.
 *
 * @param of the read models that the read asks.
 */
export async function readsAfter(
  shop: Seen,
  request: FastifyRequest,
  reply: FastifyReply,
  of: readonly string[],
): Promise<boolean> {
  const { after } = request.query as { readonly after?: string };
  if (after === undefined) return true;
  const wished = preferredWait(request.headers.prefer);
  const over = shop.waits.take(request.caller);
  if (wished !== null && over !== null) reply.header('preference-applied', `wait=${wished}`);
  const within = over === null ? 0 : (wished ?? DEFAULT_AFTER_WAIT_S) * 1_000;
  const found = await problemWith(shop, after, of, within, goneWith(reply)).finally(() => over?.());
  if (found === null) return true;
  if (found.code === 'LP_API_AFTER_UNDECIDED' || found.code === 'LP_API_AFTER_LAGGING') reply.header('retry-after', 1);
  reply.header('cache-control', 'no-store');
  sendProblem(reply, found);
  return false;
}

/** Why the read would not show it; null where it does. */
async function problemWith(
  shop: Seen,
  requestId: string,
  of: readonly string[],
  within: number,
  signal: AbortSignal,
): Promise<Problem | null> {
  const until = performance.now() + within;
  const request = `/requests/${encodeURIComponent(requestId)}`;
  const taken = await shop.book.find(requestId);
  if (taken === null && (await shop.outcomes.find(requestId)).length === 0) {
    return problem('LP_API_AFTER_UNKNOWN', `No request ${requestId} is known here.`, { request });
  }
  const outcome = await shop.outcomes.waitDecided(requestId, taken?.bodyHash ?? null, within, signal);
  if (outcome === null) return undecided(shop, { requestId, path: taken?.path ?? '' }, request);
  if (outcome.answer !== 'ACCEPTED' || outcome.fact === null) return rejected(outcome, request);
  const readers = readersOf(outcome.fact.topic, of);
  if (readers.length === 0) {
    const detail = `The request was decided in ${outcome.fact.topic}, which this address does not show: what it changed is read elsewhere.`;
    return problem('LP_API_AFTER_ELSEWHERE', detail, { request, fact: outcome.fact });
  }
  const left = Math.max(0, until - performance.now());
  if (await shop.outcomes.waitShown(outcome.fact, readers, left, signal)) return null;
  return lagging(shop, outcome, readers, request);
}

async function undecided(
  { turns }: Seen,
  taken: { requestId: string; path: string },
  request: string,
): Promise<Problem> {
  const { processor, waitingFor, cases } = await turns.of(taken);
  const who = processor ?? 'its owner';
  if (cases.length > 0) {
    const detail = `The request is not decided: its key waits behind case ${cases[0]}, which somebody has to treat.`;
    return problem('LP_API_AFTER_PARKED', detail, { request, cases: cases.map(linkOf) });
  }
  const owed = waitingFor.map(({ step, owedBy }) => `${step} (${owedBy})`).join(', ');
  const detail =
    owed === '' ? `The request waits for ${who} to decide it.` : `The request is with ${who}; what is owed: ${owed}.`;
  return problem('LP_API_AFTER_UNDECIDED', detail, { request, processor, waitingFor });
}

function rejected({ processor, type, reason, fields, decidedAt }: KnownOutcome, request: string): Problem {
  const detail = `${processor} has rejected the request ${type}: ${reason}. It has changed nothing.`;
  return problem('LP_API_AFTER_REJECTED', detail, { request, reason: reason ?? 'unknown', fields, decidedAt });
}

async function lagging(
  { lag, staleness }: Seen,
  { fact, decidedAt }: KnownOutcome,
  readers: readonly string[],
  request: string,
): Promise<Problem> {
  const cases = fact === null ? [] : await staleness.of(readers, fact.key);
  if (cases.length > 0) {
    const detail = `The request was accepted; a read model could not take in what it changed: case ${cases[0]}.`;
    return problem('LP_API_AFTER_PARKED', detail, { request, fact, cases: cases.map(linkOf) });
  }
  const lagMs = await lag.of(readers);
  const by = lagMs === null ? '' : `, by about ${lagMs} ms`;
  const detail = `The request was accepted at ${decidedAt}; ${readers.join(', ')} lags behind${by}.`;
  return problem('LP_API_AFTER_LAGGING', detail, { request, fact, lagMs });
}

const linkOf = (caseId: string): string => `/hospital/cases/${encodeURIComponent(caseId)}`;
