// Generated from the .avsc files by `npm run generate`; do not edit.
import type { Event, StockRequestType } from './shared.ts';

/** The one answer to a stock request, also where it changed nothing. */
export type StockReply = {
  /** What happened and why. */
  readonly event: Event;
  /** The key. */
  readonly orderId: string;
  /** The stock request that is answered. */
  readonly requestId: string;
  /** The product. */
  readonly sku: string;
  /** The line of the order, from 1. */
  readonly line: number;
  /** What was asked. */
  readonly type: StockRequestType;
  /** What became of it. */
  readonly answer: StockAnswer;
  /** How many. */
  readonly quantity: number;
  /** What could still be reserved afterwards. */
  readonly available: number;
  /** Version of the stock after it. */
  readonly stockVersion: number;
  /** Code of the refusal. */
  readonly reason: string | null;
};

/** Answers. */
export type StockAnswer =
  | 'UNKNOWN'
  | 'DONE'
  | 'REFUSED'
  | 'REPEATED';
