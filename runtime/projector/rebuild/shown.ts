import type { Operation } from './operations.ts';
import { amountOf, type PartitionProgress, sumOf } from './progress.ts';
import type { Report } from './report.ts';

/** An operation as it is shown to the outside: plain JSON, the same for the command line, the API and its events. */
export type ShownOperation = {
  readonly id: number;
  readonly projection: string;
  readonly kind: Operation['kind'];
  readonly state: Operation['state'];
  readonly generation: number | null;
  readonly askedAt: string;
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  /** Whether some process works on it. */
  readonly taken: boolean;
  readonly options: Operation['options'];
  /** Null for what loads nothing. */
  readonly progress: ShownProgress | null;
  readonly error: Operation['error'];
  readonly report: Report | null;
};

export type ShownProgress = {
  readonly records: number;
  /** Reckoned by offsets as long as not everything is read. */
  readonly total: number;
  readonly percent: number;
  /** Records a second. */
  readonly rate: number;
  readonly etaSeconds: number | null;
  readonly partitions: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly records: number;
    readonly total: number;
    readonly percent: number;
  }[];
};

export function shownOperation(operation: Operation, parts: readonly PartitionProgress[]): ShownOperation {
  const { id, projection, kind, state, generation, askedAt, startedAt, finishedAt, owner, options, error, report } =
    operation;
  return {
    id,
    projection,
    kind,
    state,
    generation,
    askedAt: askedAt.toISOString(),
    startedAt: startedAt?.toISOString() ?? null,
    finishedAt: finishedAt?.toISOString() ?? null,
    taken: owner !== null,
    options,
    progress: parts.length === 0 ? null : shownProgress(operation, parts),
    error,
    report,
  };
}

function shownProgress({ rate, finishedAt }: Operation, parts: readonly PartitionProgress[]): ShownProgress {
  const { records, total, share } = sumOf(parts);
  const left = total - records;
  return {
    records,
    total,
    percent: percent(share),
    rate: Math.round(rate),
    etaSeconds: finishedAt !== null || rate <= 0 ? null : Math.ceil(left / rate),
    partitions: parts.map(part => {
      const amount = amountOf(part);
      const { topic, partition } = part;
      return { topic, partition, records: amount.records, total: amount.total, percent: percent(amount.share) };
    }),
  };
}

/** With one decimal; 100 only where everything is read. */
const percent = (share: number): number => (share === 1 ? 100 : Math.min(99.9, Math.floor(share * 1_000) / 10));
