import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Upcaster } from '../codec/upcasting.ts';
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
  /** The texts between which the steps of its upcasters lie, in their order; the steps themselves are in the code. */
  readonly upcasts: readonly Between[];
};

type Between = Pick<Upcaster, 'from' | 'to'>;

/** How a topic's old values are taken to later versions, and the module that says so in lists of `{ from, up }`. */
export type Upcasting = { readonly file: URL; readonly steps: readonly Upcaster[] };

/** The schema, as text, by which a topic of the catalogue is read today. */
export type SchemaOf = (topic: string) => string;

/**
 * Bundles a projection: its folder's `projection.ts` with all that this imports. Comments and layout don't count.
 *
 * @throws LP_PROJECTION_BUNDLE
 */
export async function bundleOf(
  projection: Projection,
  schemaOf: SchemaOf,
  upcastingOf: (topic: string) => Upcasting | null = () => null,
): Promise<Bundle> {
  const tableSql = readFileSync(projection.tableSql, 'utf8');
  const indexesSql = projection.indexesSql === undefined ? '' : readFileSync(projection.indexesSql, 'utf8');
  const readerSchema = withoutDocs(schemaOf(projection.topics[0] as string));
  const upcasting = upcastingOf(projection.topics[0] as string);
  const upcasts = (upcasting?.steps ?? []).map(({ from, to }) => ({ from, to }));
  const code = await bundledCode(new URL('./projection.ts', projection.tableSql), upcasting?.file ?? null);
  const hash = createHash('sha256');
  const parts = ['1', bareSql(tableSql), bareSql(indexesSql), code, readerSchema];
  for (const part of [...parts, ...upcasts.flatMap(({ from, to }) => [from, to])]) hash.update(part).update('\0');
  return { fingerprint: hash.digest('hex').slice(0, 16), tableSql, indexesSql, code, readerSchema, upcasts };
}

const ENTRY = 'longplay:projection';

/** The name of the namespace in which a bundle has the module of its upcasters. */
const UPCASTERS = 'longplayUpcasters';

async function bundledCode(projection: URL, upcasters: URL | null): Promise<string> {
  const from = (file: URL): string => JSON.stringify(fileURLToPath(file));
  const lines = [`export * from ${from(projection)};`];
  if (upcasters !== null) lines.push(`export * as ${UPCASTERS} from ${from(upcasters)};`);
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
        load: id => (id === ENTRY ? lines.join('\n') : null),
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

/** The projection of a bundle, and its upcasters, as they were when it was stored. @throws LP_PROJECTION_BUNDLE */
export async function projectionIn(
  name: string,
  { code, fingerprint, upcasts }: Pick<Bundle, 'code' | 'fingerprint' | 'upcasts'>,
): Promise<{ readonly projection: Projection; readonly upcasters: readonly Upcaster[] }> {
  const url = `data:text/javascript;base64,${Buffer.from(code).toString('base64')}`;
  let cause: unknown;
  try {
    const module: Record<string, unknown> = await import(url);
    const found = Object.values(module).find(
      one => typeof one === 'object' && (one as Partial<Projection>).name === name,
    );
    const steps = Object.values(module[UPCASTERS] ?? {}).find(one => Array.isArray(one)) ?? [];
    const upcasters = upcasts.map((between, n): Upcaster => ({ ...between, up: steps[n].up }));
    if (found !== undefined) return { projection: found as Projection, upcasters };
  } catch (error) {
    cause = error;
  }
  const message = `The stored code ${fingerprint} of ${name} cannot be run.`;
  throw new LongplayError('LP_PROJECTION_BUNDLE', message, { cause });
}

export async function storeBundle({ sql, control }: Control, projection: string, bundle: Bundle): Promise<void> {
  await sql`
    insert into ${sql(control)}.bundle (fingerprint, projection, table_sql, indexes_sql, code, reader_schema, upcasts)
    values (${bundle.fingerprint}, ${projection}, ${bundle.tableSql}, ${bundle.indexesSql}, ${bundle.code},
      ${bundle.readerSchema}, ${JSON.stringify(bundle.upcasts)}::text::json)
    on conflict (fingerprint) do update set stored_at = now()`;
}

type BundleRow = {
  table_sql: string;
  indexes_sql: string;
  code: string;
  reader_schema: string;
  upcasts: Between[];
};

/** @throws LP_PROJECTION_BUNDLE */
export async function storedBundle({ sql, control }: Control, fingerprint: string): Promise<Bundle> {
  const [row] = await sql<BundleRow[]>`
    select table_sql, indexes_sql, code, reader_schema, upcasts from ${sql(control)}.bundle
    where fingerprint = ${fingerprint}`;
  if (row === undefined) throw new LongplayError('LP_PROJECTION_BUNDLE', `No code ${fingerprint} is stored.`);
  const { table_sql: tableSql, indexes_sql: indexesSql, code, reader_schema: readerSchema, upcasts } = row;
  return { fingerprint, tableSql, indexesSql, code, readerSchema, upcasts };
}

/** Comments and layout make no other table; inside of quotes they are neither. */
export const bareSql = (text: string): string =>
  text.replaceAll(/('[^']*'|"[^"]*")|(?:\s|--[^\n]*)+/g, (_, inQuotes?: string) => inQuotes ?? ' ').trim();

const withoutDocs = (schema: string): string =>
  JSON.stringify(JSON.parse(schema), (key, value) => (key === 'doc' ? undefined : value));
