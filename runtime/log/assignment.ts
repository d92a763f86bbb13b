/** A member of a group, with what it owned before this rebalance. */
export type Claim = {
  readonly member: string;
  readonly owned: readonly number[];
  /** The generation in which it owned them. A zombie that comes back has an older one, and loses. */
  readonly generation: number;
};

/**
 * Co-partitioned, balanced, sticky assignment: the unit is the partition *number*, given on every topic of the group to
 * the same member, since a task's state belongs to the number. As few of them move as balance allows, because every
 * move costs a restore. The same answer whatever the order of the claims.
 */
export function assignPartitions(partitions: number, claims: readonly Claim[]): Map<string, number[]> {
  const kept = keepOwned(partitions, claims);
  const smallest = Math.floor(partitions / claims.length);
  let larger = partitions % claims.length;
  const free = new Set(Array.from({ length: partitions }, (_, number) => number));

  // Who holds most keeps one more where the numbers do not divide: that moves least.
  const byHolding = [...kept].sort(([a, x], [b, y]) => y.length - x.length || compare(a, b));
  const rooms = byHolding.map(([member, numbers]) => {
    const quota = larger-- > 0 ? smallest + 1 : smallest;
    const keeps = numbers.slice(0, quota);
    for (const number of keeps) free.delete(number);
    return { member, keeps, quota };
  });
  const unowned = [...free];
  const assignment = new Map<string, number[]>();
  for (const { member, keeps, quota } of rooms) {
    const gains = unowned.splice(0, quota - keeps.length);
    assignment.set(
      member,
      [...keeps, ...gains].sort((a, b) => a - b),
    );
  }
  return assignment;
}

function keepOwned(partitions: number, claims: readonly Claim[]): Map<string, number[]> {
  const kept = new Map(claims.map(({ member }) => [member, [] as number[]]));
  const newestFirst = [...claims].sort((a, b) => b.generation - a.generation || compare(a.member, b.member));
  for (let number = 0; number < partitions; number++) {
    const owner = newestFirst.find(claim => claim.owned.includes(number));
    if (owner !== undefined) kept.get(owner.member)?.push(number);
  }
  return kept;
}

/** Not localeCompare: every member must come to the same order, whatever its locale. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
