/** Notices where the versions of a key do not count 1, 2, 3… in the order of the topic. */
export type Versions = {
  /** What is wrong with this version, or null. */
  next(key: string, version: number): string | null;
  readonly keys: () => number;
};

export function countVersions(): Versions {
  const newest = new Map<string, number>();
  return {
    next: (key, version) => {
      const before = newest.get(key) ?? 0;
      newest.set(key, Math.max(before, version));
      if (version === before + 1) return null;
      return version <= before ? `version ${version} again, after ${before}` : `a gap: ${version} after ${before}`;
    },
    keys: () => newest.size,
  };
}
