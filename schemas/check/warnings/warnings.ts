import type { CompatibilityLevel, History } from '../level.ts';
import { candidateWarnings } from './candidate.ts';
import { fieldWarnings } from './fields.ts';
import { olderWarnings } from './older.ts';
import { pairings } from './pairings.ts';
import { typeWarnings } from './types.ts';
import type { Warning } from './warning.ts';

/**
 * What every checker lets through. Compared is the newest version: what an older one had was a warning when it was left,
 * and an accepted one would otherwise have to stay accepted for ever.
 */
export function findWarnings(level: CompatibilityLevel, history: History): Warning[] {
  const { candidate, versions } = history;
  const newest = versions.at(-1);
  const changes = newest === undefined ? [] : pairings(newest.schema.root, candidate.root);
  const found = changes.flatMap((pairing): Warning[] => {
    const at = {
      path: pairing.path,
      now: pairing.now.json,
      before: pairing.before.json,
      versions: [newest?.version ?? ''],
    };
    return [...typeWarnings(pairing), ...fieldWarnings(pairing)].map(warning => ({ ...at, ...warning }));
  });
  return unique([...found, ...olderWarnings(level, history), ...candidateWarnings(candidate)]);
}

/** A type that is used in several places changes once. */
function unique(warnings: readonly Warning[]): Warning[] {
  const seen = new Set<string>();
  return warnings.filter(({ rule, now, path, essence }) => {
    const place = now === null || now.start < 0 ? path : now.start;
    const key = [rule, place, ...essence].join('|');
    return seen.size < seen.add(key).size;
  });
}
