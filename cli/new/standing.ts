import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projections } from '../../projections/catalogue.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { sharedTypes } from '../../schemas/load.ts';
import { processors } from '../../schemas/processors.ts';
import { topics } from '../../schemas/topics.ts';
import type { Taken } from './check-name.ts';

/** What the new thing is written with, beside the program itself. */
const TOOLS = ['biome.json', 'node_modules/.bin/biome', 'test/all.ts'];

/** @throws LP_NEW_CHECKOUT where this is an image, or a copy without its development packages */
export function needsCheckout(base: string): void {
  const missing = TOOLS.filter(path => !existsSync(join(base, path)));
  if (missing.length === 0) return;
  throw new LongplayError('LP_NEW_CHECKOUT', `${base} has no ${missing.join(', no ')}.`);
}

/** Every name that something has in this checkout. A read model may be called as a topic or a processor is. */
export function takenIn(base: string, kind: 'projection' | 'process'): Taken {
  const folders = (of: string) =>
    readdirSync(join(base, of), { withFileTypes: true })
      .filter(entry => entry.isDirectory())
      .map(({ name }) => [name, `the folder ${of}/${name}`] as const);
  // Of the checked-in client: the routes themselves are only known once the API is up.
  const paths = readFileSync(join(base, 'api/client/paths.ts'), 'utf8').matchAll(/^ {2}'\/([a-z-]+)[/']/gm);
  const shown = [
    ...[...paths].map(([, name = '']) => [name, `the address /${name} of the API`] as const),
    ...folders('projections'),
    ...projections.map(({ name }) => [name, `the read model ${name}`] as const),
  ];
  if (kind === 'projection') return new Map(shown);
  return new Map([
    ...shown,
    ...['streams', 'schemas'].flatMap(folders),
    ...topics.map(({ name }) => [name, `the topic ${name}`] as const),
    ...processors.map(name => [name, `the processor ${name}`] as const),
  ]);
}

export const sharedNames = (): ReadonlySet<string> => new Set([...sharedTypes().values()].map(({ name }) => name));
