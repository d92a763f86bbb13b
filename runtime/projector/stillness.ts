import type { TopicPartition } from '../log/port.ts';

/** One partition of one generation, looked at. */
export type Sight = TopicPartition & {
  readonly projection: string;
  readonly generation: number;
  readonly position: bigint;
  readonly end: bigint;
  /** Of the log, open transactions included. */
  readonly highWatermark: bigint;
};

export type StillnessOptions = {
  /** A position that has not moved for so long, though the log goes on, stands still, ms. Default 30 s. */
  readonly patience?: number;
  /** An end that has not moved for so long, though records stand behind it, is held by a transaction, ms. Default 90 s. */
  readonly endPatience?: number;
  /** Milliseconds. */
  readonly now?: () => number;
};

type Known = { position: bigint; behind: boolean; positionSince: number; end: bigint; endSince: number };

/**
 * Finds what stands still without anybody saying so: by looking again and again, whoever works, and whether anybody does.
 * A lag of 0 is no proof: where a transaction is left open, the end that readers see stands still too.
 */
export function stillness({
  patience = 30_000,
  endPatience = 90_000,
  now = Date.now,
}: StillnessOptions = {}): (sights: readonly Sight[]) => string[] {
  let known = new Map<string, Known>();
  return sights => {
    const next = new Map<string, Known>();
    const problems: string[] = [];
    for (const sight of sights) {
      const { projection, generation, topic, partition, position, end, highWatermark } = sight;
      const id = `${projection} ${generation} ${topic} ${partition}`;
      const before = known.get(id);
      const behind = position < end;
      const positionSince =
        before?.behind === true && behind && before.position === position ? before.positionSince : now();
      const open = highWatermark > end;
      const endSince = before !== undefined && open && before.end === end ? before.endSince : now();
      next.set(id, { position, behind, positionSince, end, endSince });
      const where = `the projection ${projection} (generation ${generation}) on ${topic}[${partition}]`;
      if (behind && now() - positionSince >= patience) {
        problems.push(`${where} has stood at ${position} of ${end} for ${seconds(now() - positionSince)}`);
      }
      if (open && now() - endSince >= endPatience) {
        const held = `${topic}[${partition}] ends at ${end} for ${seconds(now() - endSince)}, and records stand up to ${highWatermark}`;
        problems.push(`${where} gets nothing more: ${held}; a transaction was left open`);
      }
    }
    known = next;
    return problems;
  };
}

const seconds = (ms: number): string => `${Math.round(ms / 1_000)} s`;
