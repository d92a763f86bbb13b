import { createHash } from 'node:crypto';
import { LONGEST_NAME_BYTES, schemaName } from '../postgres/schema-name.ts';

/**
 * The Postgres schema of an installation's read models: a view for each table that readers ask, and what is known of
 * generations and positions. Disposable: whoever drops it gets it built anew.
 */
export const viewsSchema = (prefix: string): string => schemaName(prefix, 'views');

/** The Postgres schema of the tables of one generation. */
export function generationSchema(prefix: string, projection: string, generation: number): string {
  const name = `${viewsSchema(prefix)}_${projection}_${generation}`;
  if (Buffer.byteLength(name) <= LONGEST_NAME_BYTES) return name;
  const short = createHash('sha256').update(projection).digest('hex').slice(0, 8);
  return `${viewsSchema(prefix)}_${short}_${generation}`;
}

/** The first generation keeps the name that groups had before there were generations. */
export const projectorGroup = (prefix: string, projection: string, generation = 1): string =>
  `${prefix}.projector.${projection}${generation === 1 ? '' : `.g${generation}`}`;
