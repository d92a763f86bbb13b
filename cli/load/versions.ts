/** Notices where the versions of a key do not grow. Gaps are what compaction leaves, and nothing is wrong with them. */
export function createVersions() {
  const newest = new Map<string, number>();
  const repeated: string[] = [];
  return {
    seen: (key: string, version: number): void => {
      const before = newest.get(key) ?? 0;
      if (version <= before) repeated.push(`${key}: version ${version} after ${before}`);
      else newest.set(key, version);
    },
    repeated: repeated as readonly string[],
  };
}
