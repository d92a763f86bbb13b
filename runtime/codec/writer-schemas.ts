import { LongplayError } from '../errors.ts';
import type { AvroType } from './avro/avsc.ts';
import { parseWriterSchema } from './avro/schema.ts';
import { type SchemaSource, SchemasUnavailableError } from './schema-source.ts';

/** What is known of a schema id. An id's schema never changes, so only `unknown` can become something else. */
export type WriterSchema =
  | { readonly state: 'usable'; readonly type: AvroType }
  | { readonly state: 'unusable'; readonly cause: unknown }
  | { readonly state: 'unknown'; readonly cause: unknown; readonly until: number };

export type WriterSchemasOptions = {
  /**
   * How long an id stays unknown before it is asked for again, ms. Default 30,000. Shorter: a record that cannot be
   * read asks the registry on each retry. Longer: a schema that was restored is noticed later.
   */
  readonly unknownFor?: number;
  /**
   * For how long a registry has to say that it does not know an id before it is believed, ms. Default 20,000. Until then
   * the schemas count as unavailable, and whoever reads tries again: a registry that starts answers before it has loaded
   * its schemas (Apicurio on kafkasql does), and each record would be taken for one that nobody can read. Longer: such a
   * record is noticed later. 0: it is believed at once.
   */
  readonly believedAfter?: number;
  /** Most unknown ids that are remembered. Default 10,000. The oldest is forgotten, and asked for once more. */
  readonly mostUnknown?: number;
  /** Milliseconds on a clock that never goes back. */
  readonly now?: () => number;
};

export type WriterSchemas = {
  get(id: number): WriterSchema | undefined;
  /** Whether `load` has something to do for this id. */
  isMissing(id: number): boolean;
  /**
   * Fetches what is missing, each id once at a time, whoever asks for it.
   * @throws SchemasUnavailableError where the source could not be asked, or is not believed yet; neither is remembered
   * as unknown.
   */
  load(ids: Iterable<number>): Promise<void>;
};

/** Requests to the source at the same time: a batch of garbage may name thousands of ids. */
const concurrency = 8;

export function createWriterSchemas(source: SchemaSource, options: WriterSchemasOptions = {}): WriterSchemas {
  const { unknownFor = 30_000, believedAfter = 20_000, mostUnknown = 10_000, now = () => performance.now() } = options;
  const known = new Map<number, WriterSchema>();
  const unknown = new Set<number>();
  const pending = new Map<number, Promise<SchemasUnavailableError | null>>();
  /** Since when the source says, again and again, that it does not know an id. */
  const doubted = new Map<number, number>();

  /** What was said long ago, and not repeated since, says nothing: the source may have been started in between. */
  function isBelieved(id: number): boolean {
    if (known.get(id)?.state === 'unknown') return true;
    const waited = now() - (doubted.get(id) ?? Number.NEGATIVE_INFINITY);
    const repeated = waited <= 3 * believedAfter;
    if (!repeated) doubted.set(id, now());
    const [oldest] = doubted.keys();
    if (doubted.size > mostUnknown && oldest !== undefined) doubted.delete(oldest);
    return believedAfter === 0 || (repeated && waited >= believedAfter);
  }

  function note(id: number, schema: WriterSchema): void {
    known.set(id, schema);
    unknown.delete(id);
    doubted.delete(id);
    if (schema.state !== 'unknown') return;
    unknown.add(id);
    const [oldest] = unknown;
    if (unknown.size > mostUnknown && oldest !== undefined) {
      unknown.delete(oldest);
      known.delete(oldest);
    }
  }

  /** Answers the doubt, where there is one: unlike a source that is away, it is about this id only. */
  async function fetch(id: number): Promise<SchemasUnavailableError | null> {
    let text: string;
    try {
      text = await source.schemaById(id);
    } catch (cause) {
      if (!(cause instanceof LongplayError) || cause.code !== 'LP_REGISTRY_SCHEMA_UNKNOWN') {
        throw new SchemasUnavailableError(`The schema ${id} could not be fetched.`, cause);
      }
      if (!isBelieved(id))
        return new SchemasUnavailableError(`The registry does not know the schema ${id} yet.`, cause);
      note(id, { state: 'unknown', cause, until: now() + unknownFor });
      return null;
    }
    try {
      note(id, { state: 'usable', type: parseWriterSchema(text) });
    } catch (cause) {
      note(id, { state: 'unusable', cause });
    }
    return null;
  }

  function once(id: number): Promise<SchemasUnavailableError | null> {
    const running = pending.get(id) ?? fetch(id).finally(() => pending.delete(id));
    pending.set(id, running);
    return running;
  }

  function isMissing(id: number): boolean {
    if (id <= 0) return false;
    const schema = known.get(id);
    return schema === undefined || (schema.state === 'unknown' && schema.until <= now());
  }

  async function load(ids: Iterable<number>): Promise<void> {
    const queue = [...new Set(ids)].filter(isMissing);
    let doubt: SchemasUnavailableError | null = null;
    async function work(): Promise<void> {
      for (let id = queue.pop(); id !== undefined; id = queue.pop()) doubt = (await once(id)) ?? doubt;
    }
    // A source that is away is away for every id: the first failure ends it.
    await Promise.all(Array.from({ length: Math.min(concurrency, queue.length) }, work));
    if (doubt !== null) throw doubt;
  }

  return { get: id => (id <= 0 ? never : known.get(id)), isMissing, load };
}

/** Registries count from 1. A registry that was asked for another might answer with something else than "unknown". */
const never: WriterSchema = { state: 'unknown', cause: undefined, until: Number.POSITIVE_INFINITY };
