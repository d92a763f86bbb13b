import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LongplayError } from '../errors.ts';
import type { Layout } from './layout.ts';
import { compareVersions, dataLayout, versions } from './versions.ts';

/** What stands in `<data>/stack.json`: which versions wrote this folder last. */
export type DataVersion = {
  readonly layout: number;
  readonly kafka: string;
  readonly registry: string;
  /** The major version, as in Postgres' own PG_VERSION. */
  readonly postgres: string;
};

const ours: DataVersion = {
  layout: dataLayout,
  kafka: versions.kafka,
  registry: versions.registry,
  postgres: versions.postgres.split('.')[0] as string,
};

const versionFile = (layout: Layout) => join(layout.data, 'stack.json');

/** Refuses a folder with other things in it, before anything is written to it or deleted from it. */
export function requireOwnFolder(layout: Layout): void {
  const entries = existsSync(layout.data) ? readdirSync(layout.data) : [];
  if (entries.length === 0 || existsSync(versionFile(layout))) return;
  throw new LongplayError(
    'LP_STACK_DATA_FOREIGN',
    `${layout.data} is not empty, and was not made by Longplay (it has no stack.json).`,
    { remedy: 'Move its contents elsewhere, or set LONGPLAY_HOME to another folder; Longplay deletes nothing there.' },
  );
}

/** Makes the folder, or refuses what other versions made. Call it when nothing of an earlier run is alive. */
export function prepareData(layout: Layout, fresh: boolean): void {
  if (fresh) rmSync(layout.data, { recursive: true, force: true });
  const found = existsSync(versionFile(layout)) ? readVersion(layout) : null;
  if (found !== null) requireUsable(layout, found);
  for (const folder of ['run', 'tmp']) mkdirSync(join(layout.data, folder), { recursive: true });
  writeFileSync(`${versionFile(layout)}.new`, `${JSON.stringify(ours, null, 2)}\n`);
  renameSync(`${versionFile(layout)}.new`, versionFile(layout));
}

function requireUsable(layout: Layout, found: DataVersion): void {
  const difference = differenceOf(found, ours);
  if (difference === null) return;
  throw new LongplayError('LP_STACK_DATA_VERSION', `The data in ${layout.data} was made by ${difference}.`, {
    remedy:
      'Start over with `longplay up --fresh` (it deletes that data), or run the version that made it to `longplay log export` first.',
  });
}

/** Kafka and the registry read what their older versions wrote; Postgres reads its own major version only. */
export function differenceOf(found: DataVersion, now: DataVersion): string | null {
  if (found.layout !== now.layout) {
    const age = found.layout > now.layout ? 'a newer' : 'an older';
    return `${age} Longplay (its layout is ${found.layout}, this one’s ${now.layout})`;
  }
  if (found.postgres !== now.postgres) {
    return `Postgres ${found.postgres}, and Postgres ${now.postgres} does not read it`;
  }
  for (const [part, title] of [['kafka', 'Kafka'] as const, ['registry', 'the registry in version'] as const]) {
    if (compareVersions(found[part], now[part]) > 0) {
      return `${title} ${found[part]}, which is newer than this one’s ${now[part]}`;
    }
  }
  return null;
}

function readVersion(layout: Layout): DataVersion {
  try {
    const read = JSON.parse(readFileSync(versionFile(layout), 'utf8')) as DataVersion;
    const marker = join(layout.data, 'postgres', 'PG_VERSION');
    const postgres = existsSync(marker) ? readFileSync(marker, 'utf8').trim() : read.postgres;
    return { ...read, postgres };
  } catch (cause) {
    throw new LongplayError('LP_STACK_DATA_VERSION', `${versionFile(layout)} can't be read.`, { cause });
  }
}
