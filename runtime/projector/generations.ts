import type { Sql } from '../postgres/connect.ts';

/**
 * - `building`: a rebuild fills it.
 * - `ready`: filled and fed, and not asked by anybody yet.
 * - `live`: what readers ask.
 * - `previous`: was live before, and is fed still, so that it can be again at once.
 * - `dropping`: nobody may begin to feed it any more.
 */
export type GenerationState = 'building' | 'ready' | 'live' | 'previous' | 'dropping';

/** One filling of a projection's tables, by one version of its code. */
export type Generation = {
  readonly projection: string;
  readonly number: number;
  /** The Postgres schema of its tables. */
  readonly schema: string;
  /** Of the code that fills it; null where it was not recorded (0.1.0). */
  readonly fingerprint: string | null;
  readonly state: GenerationState;
  readonly since: Date;
};

/** Where what is known of read models stands. */
export type Control = { readonly sql: Sql; readonly control: string };

type Row = {
  projection: string;
  number: number;
  schema_name: string;
  fingerprint: string | null;
  state: GenerationState;
  since: Date;
};

export async function generationsOf(
  { sql, control }: Control,
  projection: string | null = null,
): Promise<Generation[]> {
  const rows = await sql<Row[]>`
    select projection, number, schema_name, fingerprint, state, since from ${sql(control)}.generation
    ${projection === null ? sql`` : sql`where projection = ${projection}`} order by projection, number`;
  return rows.map(({ schema_name, ...row }) => ({ ...row, schema: schema_name }));
}

/** Those that a worker feeds with every new record; a rebuild alone feeds the one that it builds. */
export const isFed = ({ state }: Pick<Generation, 'state'>): boolean => ['ready', 'live', 'previous'].includes(state);

export const liveOf = (generations: readonly Generation[], projection: string): Generation | undefined =>
  generations.find(one => one.projection === projection && one.state === 'live');
