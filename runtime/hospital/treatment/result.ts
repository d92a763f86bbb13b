import { isOpenCase } from '../case.ts';
import type { CaseBook } from './case-book.ts';
import type { Order } from './orders.ts';

/** How far a retry is, and how it ended once it has. */
export type RetryResult = {
  readonly ended: boolean;
  /** Cases in front: tried in all, healed, and failed again. */
  readonly total: number;
  readonly healed: number;
  readonly back: number;
  /** What they failed with, some of it. */
  readonly errors: readonly string[];
};

const MOST_ERRORS = 3;

/**
 * What has become of a retry that was accepted, by the cases as they are now. Pure.
 *
 * @param ids Of the operations, by which a group's progress is found.
 */
export function resultOf(order: Order, ids: readonly string[], before: CaseBook, key: string | null): RetryResult {
  if (order.what === 'retry-group') {
    const retries = before
      .standings()
      .flatMap(({ standing }) => standing.retries)
      .filter(({ operationId }) => ids.includes(operationId));
    const sum = (of: 'total' | 'healed' | 'back'): number => retries.reduce((all, one) => all + one[of], 0);
    const errors = before.all().filter(({ one }) => one.group === order.group && one.status === 'WAITING');
    return {
      ended: retries.every(({ endedAt }) => endedAt !== null),
      total: sum('total'),
      healed: sum('healed'),
      back: sum('back'),
      errors: sum('back') === 0 ? [] : messagesOf(errors.map(({ one }) => one.error?.message)),
    };
  }
  const cases = before.all().filter(({ one }) => one.treatments.some(({ operationId }) => ids.includes(operationId)));
  const treated = cases.map(({ one }) => one);
  // What queued behind it goes on by itself.
  const lane = key === null ? [] : before.all().filter(({ one }) => one.blockedKey === key && isOpenCase(one));
  const running =
    treated.some(({ status }) => status === 'RETRYING') || lane.some(({ one }) => one.status === 'RETRYING');
  const waits = [...treated.filter(isOpenCase), ...lane.map(({ one }) => one)].filter(one => one.status === 'WAITING');
  const ended = treated.length > 0 && !running && (waits.length > 0 || lane.length === 0);
  const back = new Set(waits.map(({ caseId }) => caseId)).size;
  return {
    ended,
    total: treated.length,
    healed: treated.filter(one => !isOpenCase(one)).length,
    back,
    errors: messagesOf(waits.map(({ error }) => error?.message)),
  };
}

/** The same where only the ids are known; null: the cases have no trace of it. Pure. */
export function resultFor(ids: readonly string[], book: CaseBook): RetryResult | null {
  const reason = '';
  const group = book
    .standings()
    .flatMap(({ standing }) => standing.retries.filter(one => ids.includes(one.operationId)));
  const [first] = group;
  if (first !== undefined) {
    return resultOf({ what: 'retry-group', processor: '', group: first.group, reason }, ids, book, null);
  }
  const treated = book.all().find(({ one }) => one.treatments.some(({ operationId }) => ids.includes(operationId)));
  if (treated === undefined) return null;
  const { caseId, blockedKey } = treated.one;
  return resultOf({ what: 'retry-case', caseId, reason }, ids, book, blockedKey);
}

const messagesOf = (messages: readonly (string | undefined)[]): string[] =>
  [...new Set(messages.filter(text => text !== undefined))].slice(0, MOST_ERRORS);
