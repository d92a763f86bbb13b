import { createHash } from 'node:crypto';
import { LongplayError } from '../../runtime/errors.ts';

/**
 * The id of an event of a topic's stream: where its reader is in each partition, after it. With it, any instance goes on
 * exactly there, whatever was restarted meanwhile. It begins with a mark of the topic that was made anew (KIP-516), whose
 * offsets would mean something else.
 */
export const topicEventId = (topicId: string, positions: readonly bigint[]): string =>
  `${markOf(topicId)}-${positions.map(position => position.toString(36)).join('.')}`;

/** @throws LP_API_INPUT_INVALID, LP_API_EVENTS_GONE */
export function positionsIn(id: string, topicId: string, partitions: number): bigint[] {
  const found = /^([0-9a-f]{8})-([0-9a-z]{1,13}(?:\.[0-9a-z]{1,13})*)$/.exec(id);
  const positions = found?.[2]
    ?.split('.')
    .map(digits => [...digits].reduce((sum, one) => sum * 36n + worthOf(one), 0n));
  if (positions === undefined)
    throw new LongplayError('LP_API_INPUT_INVALID', 'The Last-Event-ID is none of this stream.');
  if (found?.[1] !== markOf(topicId) || positions.length !== partitions) {
    const message = 'The Last-Event-ID is of a topic that was made anew since: its events are gone.';
    throw new LongplayError('LP_API_EVENTS_GONE', message);
  }
  return positions;
}

const worthOf = (digit: string): bigint => BigInt(Number.parseInt(digit, 36));

const markOf = (topicId: string): string => createHash('sha256').update(topicId).digest('hex').slice(0, 8);

/** The facts of an order's life, in the order in which an event id counts their versions. */
export const LIFE = ['orders', 'payments', 'allocations', 'shipments'] as const;
export type LifeTopic = (typeof LIFE)[number];

/** The version of each fact that was told; 0: none. */
export type Told = Record<LifeTopic, number>;

/** The id of an event of an order's life: versions count 1, 2, 3… at their owner, and outlive the log's offsets. */
export const lifeEventId = (told: Told): string => LIFE.map(topic => told[topic]).join('.');

/** @throws LP_API_INPUT_INVALID */
export function toldIn(id: string): Told {
  if (!/^\d{1,9}(\.\d{1,9}){3}$/.test(id)) {
    throw new LongplayError('LP_API_INPUT_INVALID', 'The Last-Event-ID is none of this stream.');
  }
  const [orders = 0, payments = 0, allocations = 0, shipments = 0] = id.split('.').map(Number);
  return { orders, payments, allocations, shipments };
}
