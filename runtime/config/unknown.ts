import type { Environment, SettingProblem } from './settings.ts';
import { type SettingName, settingsTable } from './table.ts';

const known = Object.keys(settingsTable) as SettingName[];

/**
 * Misspelt variables. Every unknown LONGPLAY_ name is refused. Of the names that other programs use too (KAFKA_, …)
 * only those are that look like a setting of ours that is not set: KAFKA_BROKER would silently start a local Kafka.
 */
export function unknownNames(env: Environment): SettingProblem[] {
  return Object.keys(env)
    .filter(name => env[name] && !(known as string[]).includes(name))
    .flatMap(name => {
      const meant = closest(name);
      const misspelt =
        meant !== null && !env[meant] && /^(KAFKA|SCHEMA_REGISTRY|DATABASE|PAYMENT|BOOKINGS|MAIL|FRAUD)_/.test(name);
      if (!name.startsWith('LONGPLAY_') && !misspelt) return [];
      const remedy = meant
        ? `Did you mean ${meant}?`
        : 'Unset it; the settings are listed in docs/reference/config.md.';
      return [{ name, problem: 'is not a setting of Longplay', remedy }];
    });
}

function closest(name: string): SettingName | null {
  const bare = known.find(candidate => name === `LONGPLAY_${candidate}`);
  if (bare) return bare;
  const ranked = known.map(candidate => ({ candidate, distance: editDistance(name, candidate) }));
  const best = ranked.sort((a, b) => a.distance - b.distance)[0];
  // Two letters of a short name are most of what tells it from another: MAIL_TO is not meant as MAIL_TLS.
  const most = name.length < 10 ? 1 : Math.max(2, Math.floor(name.length / 6));
  return best && best.distance <= most ? best.candidate : null;
}

/** Levenshtein: inserted, dropped and changed letters. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 0; j < b.length; j++) {
      const change = (row[j] ?? 0) + (letter === b[j] ? 0 : 1);
      next.push(Math.min(change, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
