import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LongplayError } from '../errors.ts';
import type { Projection } from './definition.ts';
import type { Control } from './generations.ts';

/** All that makes rows of records: a generation is fed with its own for as long as it lives. */
export type Bundle = {
  readonly fingerprint: string;
  readonly tableSql: string;
  readonly indexesSql: string;
  /** One ES module without imports; one of its exports is the projection. */
  readonly code: string;
  readonly readerSchema: string;
};

/** The schema, as text, by which a topic of the catalogue is read today. */
export type SchemaOf = (topic: string) => string;

/**
 * Bundles a projection: its folder's `projection.ts` with all that this imports. Comments and layout don't count.
 *
 * @throws LP_PROJECTION_BUNDLE
 */
export async function bundleOf(projection: Projection, schemaOf: SchemaOf): Promise<Bundle> {
  const tableSql = readFileSync(projection.tableSql, 'utf8');
  const indexesSql = projection.indexesSql === undefined ? '' : readFileSync(projection.indexesSql, 'utf8');
  const readerSchema = withoutDocs(schemaOf(projection.topics[0] as string));
  const code = await bundledCode(fileURLToPath(new URL('./projection.ts', projection.tableSql)));
  const hash = createHash('sha256');
  for (const part of ['1', bareSql(tableSql), bareSql(indexesSql), code, readerSchema]) hash.update(part).update('\0');
  return { fingerprint: hash.digest('hex').slice(0, 16), tableSql, indexesSql, code, readerSchema };
}

const ENTRY = 'longplay:projection';

async function bundledCode(file: string): Promise<string> {
  // Loaded where it is needed: it brings a native library along.
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    input: ENTRY,
    platform: 'node',
    logLevel: 'silent',
    // A module that comes from a data: URL has no folder; nothing is read by these addresses.
    transform: { define: { 'import.meta.url': '"file:///bundle/projection.js"' } },
    plugins: [
      {
        name: 'entry',
        resolveId: id => (id === ENTRY ? id : null),
        load: id => (id === ENTRY ? `export * from ${JSON.stringify(file)}` : null),
      },
    ],
  });
  try {
    const minify = { compress: false, mangle: false, codegen: { removeWhitespace: true } } as const;
    const { output } = await bundle.generate({ format: 'esm', minify, comments: false });
    return output[0].code;
  } finally {
    await bundle.close();
  }
}

/** The projection of a bundle, as it was when it was stored. */
export async function projectionIn(
  name: string,
  { code, fingerprint }: Pick<Bundle, 'code' | 'fingerprint'>,
): Promise<Projection> {
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  let cause: unknown;
  try {
    const module: Record<string, unknown> = await import(url);
    const found = Object.values(module).find(
      one => typeof one === 'object' && (one as Partial<Projection>).name === name,
    );
    if (found !== undefined) return found as Projection;
  } catch (error) {
    cause = error;
  }
  const message = `The stored code ${fingerprint} of ${name} cannot be run.`;
  throw new LongplayError('LP_PROJECTION_BUNDLE', message, { cause });
}

export async function storeBundle({ sql, control }: Control, projection: string, bundle: Bundle): Promise<void> {
  await sql`
    insert into ${sql(control)}.bundle (fingerprint, projection, table_sql, indexes_sql, code, reader_schema)
    values (${bundle.fingerprint}, ${projection}, ${bundle.tableSql}, ${bundle.indexesSql}, ${bundle.code},
      ${bundle.readerSchema})
    on conflict (fingerprint) do update set stored_at = now()`;
}

/** @throws LP_PROJECTION_BUNDLE */
export async function storedBundle({ sql, control }: Control, fingerprint: string): Promise<Bundle> {
  const [row] = await sql<{ table_sql: string; indexes_sql: string; code: string; reader_schema: string }[]>`
    select table_sql, indexes_sql, code, reader_schema from ${sql(control)}.bundle where fingerprint = ${fingerprint}`;
  if (row === undefined) throw new LongplayError('LP_PROJECTION_BUNDLE', `No code ${fingerprint} is stored.`);
  const { table_sql: tableSql, indexes_sql: indexesSql, code, reader_schema: readerSchema } = row;
  return { fingerprint, tableSql, indexesSql, code, readerSchema };
}

/** Comments and layout make no other table; inside of quotes they are neither. */
export const bareSql = (text: string): string =>
  text.replaceAll(/('[^']*'|"[^"]*")|(?:\s|--[^\n]*)+/g, (_, inQuotes?: string) => inQuotes ?? ' ').trim();

const withoutDocs = (schema: string): string =>
  JSON.stringify(JSON.parse(schema), (key, value) => (key === 'doc' ? undefined : value));
