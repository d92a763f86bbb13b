import type { Position } from '../../../runtime/log/port.ts';
import type { Outcome } from '../../../schemas/types/outcomes.ts';
import type { Shop } from '../known.ts';
import type { Refusals } from '../refusals.ts';
import type { KindName } from '../shapes.ts';
import { lineOfStory } from '../verdict.ts';
import { type Asked, readOutcomes, untilDecided } from './decided.ts';
import { untilAtRest } from './orders.ts';
import { createTally, type OrdersReport } from './tally.ts';

/** What became of what was sent. */
export type Waited = {
  /** False: the patience came to its end before everything was decided, or at rest. */
  readonly complete: boolean;
  /** Requests that their owner has not read yet. */
  readonly undecided: number;
  readonly accepted: number;
  /** Null for all but orders. */
  readonly orders: OrdersReport | null;
};

/** The line that placed an order. */
export type Placed = { readonly line: number; readonly orderId: string };

export type WaitOptions = {
  readonly kind: KindName;
  readonly shop: Shop;
  readonly refusals: Refusals;
  readonly signal: AbortSignal;
  readonly onPhase: (phase: string, progress: () => string) => void;
  /** ms */
  readonly patience: number;
  readonly asked: Asked & {
    readonly run: string;
    /** By request id. */
    readonly placed: ReadonlyMap<string, Placed>;
    /** Where the outcomes of this import begin. */
    readonly outcomes: readonly Position[];
  };
};

/** Rejected, and there is an order of this id: another one, or this one, sent before. */
const HAS_ORDER = new Set(['order-exists', 'idempotency-key-reused']);

/** Waits until every request is decided, and every order at rest, and tells the rejected ones. */
export async function waitFor(options: WaitOptions): Promise<Waited> {
  const { kind, shop, refusals, asked, onPhase } = options;
  const ended = new AbortController();
  const timer = Number.isFinite(options.patience) ? setTimeout(() => ended.abort(), options.patience) : undefined;
  const signal = AbortSignal.any([options.signal, ended.signal]);
  const tally = createTally([...asked.placed.values()].map(({ orderId }) => orderId));
  let undecided = 0;
  let accepted = 0;

  const take = async ({ event, requestId, requestKey, answer, reason, fields }: Outcome): Promise<void> => {
    const line = kind === 'orders' ? asked.placed.get(requestId)?.line : lineOfStory(asked.run, event.correlationId);
    if (line === undefined) return;
    if (answer === 'ACCEPTED') accepted += 1;
    if (answer !== 'REJECTED') return;
    const code = reason ?? 'rejected';
    if (kind === 'orders' && !HAS_ORDER.has(code)) tally.notPlaced(requestKey, code);
    const named = fields.length > 0 ? fields : [''];
    await refusals.add({ line, by: asked.processor, errors: named.map(field => ({ field, reason: code })) });
  };

  try {
    onPhase('waiting', () => `${undecided} requests that ${asked.processor} has not read yet`);
    await untilDecided(shop, asked, signal, left => {
      undecided = left;
    });
    await readOutcomes(shop, asked.processor, asked.outcomes, signal, take);
    if (kind === 'orders') {
      onPhase('waiting', () => `${tally.size - tally.left} of ${tally.size} orders at rest`);
      await untilAtRest(shop, tally, signal);
    }
    return { complete: true, undecided, accepted, orders: kind === 'orders' ? tally.report() : null };
  } catch (error) {
    options.signal.throwIfAborted();
    if (!ended.signal.aborted) throw error;
    return { complete: false, undecided, accepted, orders: kind === 'orders' ? tally.report() : null };
  } finally {
    clearTimeout(timer);
  }
}
