import { LongplayError } from '../../errors.ts';
import type { Operation } from '../operation.ts';
import { type Asked, partitionOfKey } from '../send.ts';
import { type KnownCase, processorOf } from './case-book.ts';

/** What an operator wants of a processor; a request for its operations topic is made of it. */
export type Order = { readonly reason: string } & (
  | { readonly what: 'retry-case'; readonly caseId: string }
  | { readonly what: 'retry-key'; readonly processor: string; readonly key: string }
  | { readonly what: 'retry-group'; readonly processor: string; readonly group: string; readonly perSecond?: number }
  | { readonly what: 'edit'; readonly caseId: string; readonly value: Buffer }
  | { readonly what: 'discard'; readonly caseId: string }
  | {
      readonly what: 'repair';
      readonly processor: string;
      readonly key: string;
      readonly restsOnVersion: number;
      readonly value: Buffer;
    }
  | { readonly what: 'pause'; readonly processor: string; readonly until: number | null }
  | { readonly what: 'resume'; readonly processor: string }
);

/** Whom to ask what, and on which partitions. */
export type Asking = { readonly processor: string; readonly partitions: readonly number[]; readonly asked: Asked };

/** Where cases are: a case book, or whoever else knows. */
export type Places = {
  find(caseId: string): Pick<KnownCase, 'partition'> | undefined;
  partitionsOf(processor: string): readonly number[];
};

/**
 * The request of an order. Pure.
 *
 * @throws LP_HOSPITAL_REASON_MISSING; LP_HOSPITAL_CASE_UNKNOWN
 */
export function askingOf(order: Order, book: Places): Asking {
  const { reason } = order;
  if (reason.trim() === '') throw new LongplayError('LP_HOSPITAL_REASON_MISSING', 'No reason was given.');
  if ('caseId' in order) {
    const { caseId } = order;
    const known = book.find(caseId);
    if (known === undefined) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is named ${caseId}.`);
    const to = { processor: processorOf(caseId), partitions: [known.partition] };
    const about = { target: caseId, reason };
    if (order.what === 'edit') {
      return { ...to, asked: { ...about, type: 'EDIT', edit: { caseId, value: order.value } } };
    }
    if (order.what === 'discard') return { ...to, asked: { ...about, type: 'DISCARD', discard: { caseId } } };
    return { ...to, asked: { ...about, type: 'RETRY', retry: { ...noRetry, scope: 'CASE', caseId } } };
  }
  const { processor } = order;
  const all = book.partitionsOf(processor);
  if (order.what === 'retry-key') {
    const { key } = order;
    const retry = { ...noRetry, scope: 'KEY', key: Buffer.from(key, 'utf8') } as const;
    const asked: Asked = { type: 'RETRY', target: key, reason, retry };
    return { processor, partitions: [partitionOfKey(key, all.length)], asked };
  }
  if (order.what === 'repair') {
    const { key, restsOnVersion, value } = order;
    const asked: Asked = { type: 'REPAIR', target: key, reason, repair: { key, restsOnVersion, value } };
    return { processor, partitions: [partitionOfKey(key, all.length)], asked };
  }
  if (order.what === 'retry-group') {
    const { group, perSecond = null } = order;
    const retry = { ...noRetry, scope: 'GROUP', group, perSecond } as const;
    return { processor, partitions: all, asked: { type: 'RETRY', target: group, reason, retry } };
  }
  const asked: Asked =
    order.what === 'pause'
      ? { type: 'PAUSE', target: processor, reason, pause: { until: order.until } }
      : { type: 'RESUME', target: processor, reason, resume: { clearBreaker: true } };
  return { processor, partitions: all, asked };
}

/**
 * The bytes of a value that somebody has given.
 *
 * @throws LP_HOSPITAL_VALUE_UNUSABLE where it is no value of the topic's schema.
 */
export function orderedValue(topic: string, encode: () => Buffer): Buffer {
  try {
    return encode();
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LongplayError('LP_HOSPITAL_VALUE_UNUSABLE', `It is no value of ${topic}: ${why}`, { cause });
  }
}

const noRetry: NonNullable<Operation['retry']> = {
  scope: 'UNKNOWN',
  caseId: null,
  key: null,
  group: null,
  perSecond: null,
};
