import type { LogAdmin } from '../../runtime/log/port.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import type { LawReads } from '../routes/law-reads.ts';
import type { Flow, StuckCounts } from './flow.ts';
import { hasPassed, type Progress } from './laws/suspects.ts';

/** A step that is done as it passes is no alarm, ms. */
const GRACE_MS = 3_000;

export type OverdueOptions = {
  readonly flow: Pick<Flow, 'counts'>;
  readonly reads: Pick<LawReads, 'positions'>;
  readonly admin: Pick<LogAdmin, 'offsets'>;
  readonly prefix: string;
};

/** Counts the steps that are overdue; null: not known now. */
export type OverdueLook = () => Promise<StuckCounts | null>;

/**
 * Rows that were not brought up to date show as overdue what was done long ago: they count only once their read model has come
 * past what was on the log at the look before.
 */
export function openOverdueLook({ flow, reads, admin, prefix }: OverdueOptions): OverdueLook {
  let before: Progress['ends'] | null = null;
  return async () => {
    const [offsets, readers] = await Promise.all([
      admin.offsets(topicName(prefix, 'orders')),
      reads.positions(['order-progress']),
    ]);
    const mark = before;
    before = new Map(offsets.map(({ topic, partition, end }) => [`${topic} ${partition}`, end]));
    const isCurrent = mark !== null && readers.length > 0 && hasPassed({ readers }, mark);
    return isCurrent ? await flow.counts(GRACE_MS) : null;
  };
}
