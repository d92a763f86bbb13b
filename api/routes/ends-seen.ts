/** Where the log ended, and when: by this a position tells of when it is. */
export type EndsSeen = {
  /** Notes that a partition ended there at that time, ms since the epoch. */
  add(partition: string, end: number, at: number): void;
  /**
   * How far a position is behind, ms: since the log ended there, between two looks in proportion. Below all that was seen
   * it is more than since the first look: at least so long, and never 0. 0 where it is at the newest end.
   */
  behind(partition: string, position: number, at: number): number;
};

/** `first` and `last`: when it was seen to end there. */
type Seen = { readonly end: number; readonly first: number; last: number };

/** Most ends of a partition that are kept: two minutes of looks. */
const MOST = 240;

export function endsSeen(): EndsSeen {
  const partitions = new Map<string, Seen[]>();
  return {
    add: (partition, end, at) => {
      const seen = partitions.get(partition) ?? [];
      partitions.set(partition, seen);
      const newest = seen.at(-1);
      if (newest !== undefined && end <= newest.end) {
        newest.last = at;
        return;
      }
      seen.push({ end, first: at, last: at });
      if (seen.length > MOST) seen.shift();
    },

    behind: (partition, position, at) => {
      const seen = partitions.get(partition) ?? [];
      const beyond = seen.findIndex(({ end }) => end > position);
      const after = seen[beyond];
      if (after === undefined) return 0;
      const before = seen[beyond - 1];
      if (before === undefined) return Math.max(1, at - after.first);
      const share = (position - before.end) / (after.end - before.end);
      return Math.max(1, Math.round(at - (before.last + (after.first - before.last) * share)));
    },
  };
}
