import type { AgainInput, AnswerInput, Decision, Failure } from '../../runtime/tasks/definition.ts';
import { triedLater } from '../../runtime/tasks/retry.ts';
import type { Price } from '../../schemas/types/prices.ts';
import { money } from '../money.ts';
import { effectIdOf, intended, MOST_TRIES, type PriceContext, RETRY, standing } from './model.ts';

/** Says nothing of the job: it was not begun, or somebody stopped the workers. */
const OURS: ReadonlySet<string> = new Set(['gateway-busy', 'job-stopped']);

/** What became of the job. */
export function answered(price: Price, { effect, answer }: AnswerInput, { now }: PriceContext): Decision<Price> {
  const entry = price.effects.find(({ id }) => id === effect.id);
  if (entry === undefined) return {};
  if (answer.status === 'done') return priced(price, entry.attempt, answer.detail?.price, now);
  const { code } = answer;
  const tries = price.tries + (OURS.has(code) ? 0 : 1);
  if (answer.status === 'refused' || tries >= MOST_TRIES) return givenUp({ ...price, tries }, entry.attempt, code, now);
  return { state: { ...price, tries, effects: [triedLater(entry, code, RETRY, now)] } };
}

function givenUp(price: Price, attempts: number, code: string, now: number): Decision<Price> {
  const state = { ...price, failure: { code, attempts, at: now }, failedCount: price.failedCount + 1, effects: [] };
  return { state: standing(state, now), what: 'FAILED', reason: code };
}

function priced(price: Price, attempt: number, text: string | undefined, now: number): Decision<Price> {
  const amount = Number(text);
  const { asked } = price;
  if (asked === null || text === undefined || !Number.isSafeInteger(amount)) {
    throw new Error(`the job’s answer ${text} is no price`);
  }
  const { quote, terms } = asked;
  // Never -0, which nothing that is owed would come to: it is 0 once the fact was written and read.
  const value = amount * terms.quantity || 0;
  // No exact integer any more, and no better the next time.
  if (!Number.isSafeInteger(value)) {
    return givenUp({ ...price, tries: price.tries + 1 }, attempt, 'price-too-large', now);
  }
  const state = {
    ...price,
    price: money(amount, quote.price.currency),
    value: money(value, quote.price.currency),
    of: asked,
    pricedAt: now,
    pricedCount: price.pricedCount + 1,
    effects: [],
  };
  return { state: standing(state, now), what: 'PRICED' };
}

/** What was given up is a case until a newer price is asked for, or somebody has it tried anew. */
export function failures(price: Price): readonly Failure[] {
  const { failure, tries } = price;
  return failure === null ? [] : [{ effectId: effectIdOf(price), kind: 'price', code: failure.code, attempts: tries }];
}

/** Somebody has seen to the reason. */
export function again(price: Price, { effectId }: AgainInput, { now }: PriceContext): Decision<Price> {
  const { failure } = price;
  if (failure === null || effectId !== effectIdOf(price)) return {};
  const state = {
    ...price,
    tries: 0,
    failure: null,
    failedCount: price.failedCount - 1,
    // The attempt counts on: the cause of an answer is the effect’s id and attempt.
    effects: [intended(price, failure.attempts + 1, now)],
  };
  return { state: standing(state, now), what: 'ASKED_AGAIN' };
}
