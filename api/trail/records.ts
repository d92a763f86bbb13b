import type { EventStamp, Transition } from '../../runtime/tasks/fat-event.ts';
import type { AppliedRequest } from '../../schemas/types/shared.ts';
import type { ShownRecord } from '../follow/shown-record.ts';
import type { FactTopic, TrailTopic } from './event.ts';

/** A record of the order, as it is shown. */
export type TrailRecord = ShownRecord & { readonly topic: TrailTopic };

/** The newest that is known of a fact beside the log. */
export type ToldFact = { readonly version: number; readonly history: readonly Transition[] };

/** What of the value of a record counts here. */
export type Value = {
  readonly event?: EventStamp;
  readonly version?: number;
  readonly history?: readonly Transition[];
  readonly historyDropped?: number;
  readonly requests?: readonly AppliedRequest[];
  readonly type?: string;
  readonly answer?: string;
  readonly reason?: string | null;
};

export const saidIn = ({ value }: TrailRecord): Value => (value ?? {}) as Value;

/** The newest of a topic that was found. */
export function newestOf(records: readonly TrailRecord[], topic: FactTopic): Value | null {
  let newest: Value | null = null;
  for (const record of records) {
    const value = saidIn(record);
    if (record.topic === topic && (value.version ?? 0) > (newest?.version ?? 0)) newest = value;
  }
  return newest;
}
