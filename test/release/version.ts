import { LongplayError } from '../../runtime/errors.ts';

/**
 * Semantic versions (semver.org) without pre-releases and build metadata: what is released is frozen for ever, so there
 * is nothing to release on trial.
 */
type Version = { readonly major: number; readonly minor: number; readonly patch: number };

function parseVersion(text: string): Version | null {
  const found = /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text);
  if (found === null) return null;
  const [major, minor, patch] = found.slice(1).map(Number) as [number, number, number];
  return { major, minor, patch };
}

export const isVersion = (text: string): boolean => parseVersion(text) !== null;

/** Negative where `a` is the older one. Both have to be versions. */
export function compareVersions(a: string, b: string): number {
  const [one, other] = [a, b].map(text => {
    const version = parseVersion(text);
    if (version === null) throw new TypeError(`${text} is no version`);
    return version;
  }) as [Version, Version];
  return one.major - other.major || one.minor - other.minor || one.patch - other.patch;
}

/** Refuses a version that doesn't follow all of those before it. */
export function requireNext(version: string, before: readonly string[]): void {
  if (!isVersion(version)) {
    throw new LongplayError('LP_RELEASE_VERSION', `“${version}” is not MAJOR.MINOR.PATCH, such as 1.2.3.`);
  }
  const last = newest(before);
  if (last !== null && compareVersions(version, last) <= 0) {
    throw new LongplayError('LP_RELEASE_VERSION', `${version} is not greater than the last version, ${last}.`);
  }
}

/** Whether clients of `before` have to expect that things are gone in `version`; 0.x promises nothing across minors. */
export function mayBreak(version: string, before: string): boolean {
  const [now, then] = [parseVersion(version), parseVersion(before)];
  if (now === null || then === null) return false;
  return now.major > then.major || (then.major === 0 && now.minor > then.minor);
}

function newest(versions: readonly string[]): string | null {
  return versions.filter(isVersion).sort(compareVersions).at(-1) ?? null;
}
