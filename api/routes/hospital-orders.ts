import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HospitalDesk, Ordered } from '../../runtime/casebook/desk.ts';
import { projectionOf } from '../../runtime/casebook/places.ts';
import { type ErrorCode, LongplayError } from '../../runtime/errors.ts';
import { processorOf } from '../../runtime/hospital/treatment/case-book.ts';
import type { Order } from '../../runtime/hospital/treatment/orders.ts';
import { processors } from '../../schemas/processors.ts';
import type { Shop } from '../context.ts';
import { requestIds } from '../request-ids.ts';
import { actorOf } from '../security/caller.ts';

/** Who asks, and why. */
export type By = { readonly actor: string; readonly reason: string };
export type OfCase = { Params: { caseId: string } };
export type Asking<B = unknown> = { Body: By & B };

export type Orderer = (request: FastifyRequest, reply: FastifyReply, order: Order) => Promise<FastifyReply>;

/** Asks a processor for what an operator wants, and answers where its outcome will be. */
export const orderer =
  (shop: Pick<Shop, 'now' | 'examiner'>, desk: HospitalDesk): Orderer =>
  async (request, reply, what) => {
    const { requestId: id } = requestIds(request);
    request.asked = id;
    const actor = { kind: 'OPERATOR', id: nameOf(request) } as const;
    refuseUnknown('caseId' in what ? processorOf(what.caseId) : what.processor);
    const ordered = await told(desk.order(what, { id, actor, now: shop.now() }));
    if (ordered.of === 'done') return reply.code(200).send({ status: 'done' });
    const outcome = outcomeOf(id, ordered);
    const [path, query] = outcome.split('?');
    const isRetry = ordered.of === 'processor' && (what.what.startsWith('retry') || what.what === 'edit');
    const result = isRetry && shop.examiner !== null ? { result: `${path}/result?${query}` } : {};
    const links = { outcome, ...result, ...('caseId' in what && { case: pathOf(what.caseId) }) };
    return reply.code(202).header('location', outcome).send({ operationId: id, links });
  };

/** Whom the body names, behind the key or token that was shown: several people may share one. */
function nameOf(request: FastifyRequest): string {
  const { actor } = request.body as By;
  const by = actorOf(request);
  return by.kind === 'UNKNOWN' ? actor : `${by.id}/${actor}`;
}

export const pathOf = (caseId: string): string => `/hospital/cases/${encodeURIComponent(caseId)}`;

function outcomeOf(id: string, ordered: Exclude<Ordered, { of: 'done' }>): string {
  if (ordered.of === 'projection') return `/projections/${ordered.projection}/operations/${ordered.operation}`;
  return `/hospital/operations/${id}?processor=${ordered.processor}&tasks=${ordered.requestIds.length}`;
}

/** Of nobody's case nothing is asked: there is no such topic. */
export function refuseUnknown(processor: string): void {
  if (projectionOf(processor) !== null || processors.some(name => name === processor)) return;
  throw new LongplayError('LP_API_NOT_FOUND', `No processor is named ${processor}.`);
}

const codes: Partial<Record<ErrorCode, ErrorCode>> = {
  LP_HOSPITAL_CASE_CLOSED: 'LP_API_CASE_UNTREATABLE',
  LP_HOSPITAL_CASE_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_HOSPITAL_KEY_FREE: 'LP_API_NOT_FOUND',
  LP_PROJECTION_CASE_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_PROJECTION_KEY_TRIMMED: 'LP_API_NOT_FOUND',
  LP_PROJECTION_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_HOSPITAL_REASON_MISSING: 'LP_API_INPUT_INVALID',
  LP_HOSPITAL_VALUE_UNUSABLE: 'LP_API_INPUT_INVALID',
  LP_PROJECTION_CASE_UNTREATABLE: 'LP_API_CASE_UNTREATABLE',
  LP_PROJECTION_BUSY: 'LP_API_PROJECTION_BUSY',
};

/** In the API's words. */
export async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    const code = cause instanceof LongplayError ? codes[cause.code as ErrorCode] : undefined;
    if (code === undefined) throw cause;
    throw new LongplayError(code, (cause as Error).message, { cause });
  }
}
