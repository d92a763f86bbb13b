import type { AvroType, Resolver } from './avro/avsc.ts';
import { diagnose } from './avro/diagnose.ts';
import { type Peek, peekAt } from './avro/peek.ts';
import { resolverBetween } from './avro/resolver.ts';
import { parseSchema } from './avro/schema.ts';
import { SchemasUnavailableError } from './schema-source.ts';
import { UndecodableError } from './undecodable.ts';
import { createUpcasting, type Lift, UpcastError, type Upcaster } from './upcasting.ts';
import { headerLength, readSchemaId, schemaIdIn } from './wire.ts';
import type { WriterSchemas } from './writer-schemas.ts';

/**
 * Reads values as one reader's schema sees them, whatever version they were written with. Personal fields stay
 * ciphertext; `createSealer` opens them.
 */
export type Reader<T> = {
  /**
   * Fetches the schemas that these values need and that aren't known yet; undefined, without a promise, where none is
   * missing, which is the usual case. Values that can't be read don't fail here but in `decode`.
   *
   * @throws SchemasUnavailableError where the registry can't be asked: try again later.
   */
  prepare(values: Iterable<Buffer | null>): Promise<void> | undefined;
  /**
   * Reads one prepared value; null, a tombstone, is null.
   *
   * @throws UndecodableError, which carries the bytes.
   */
  decode(value: Buffer): T;
  decode(value: Buffer | null): T | null;
  /**
   * Reads one whole number of prepared values, by its name among the value's own fields, and nothing behind it: a tenth
   * of decoding. Null where only decoding tells, which is also what finds a value that cannot be read.
   */
  peek(field: string): (value: Buffer) => number | null;
};

/** How values of one schema id become the reader's. */
type Plan = {
  readonly writer: AvroType;
  readonly resolver: Resolver | undefined;
  /** Instead of the resolver, where an older version needs more than Avro can do. */
  readonly lift?: Lift;
};

export function createReader<T>(
  schema: string,
  schemas: WriterSchemas,
  upcasters: readonly Upcaster[] = [],
): Reader<T> {
  const type = parseSchema(schema);
  const liftOf = createUpcasting(type, upcasters);
  const plans = new Map<number, Plan | UndecodableCause>();

  function planFor(id: number, bytes: Buffer): Plan {
    let plan = plans.get(id);
    if (plan === undefined) {
      const writer = schemas.get(id);
      if (writer === undefined) {
        throw new SchemasUnavailableError(`The schema ${id} was not looked up; the batch has to be prepared first.`);
      }
      if (writer.state === 'unknown') {
        // The registry may have one that is no Avro: its client says so.
        const detail = writer.cause === undefined ? `No schema has the id ${id}.` : messageOf(writer.cause);
        throw new UndecodableError('unknown-schema', detail, { bytes, schemaId: id }, writer.cause);
      }
      plan =
        writer.state === 'usable'
          ? connect(type, writer.type, liftOf)
          : { reason: 'unusable-schema', cause: writer.cause };
      plans.set(id, plan);
    }
    if ('writer' in plan) return plan;
    const { reason, cause } = plan;
    throw new UndecodableError(reason, `Schema ${id}: ${messageOf(cause)}`, { bytes, schemaId: id }, cause);
  }

  function read(bytes: Buffer): T {
    if (bytes.length < headerLength) {
      const detail = `A value of ${bytes.length} bytes is too short for a schema id.`;
      throw new UndecodableError('too-short', detail, { bytes, schemaId: null });
    }
    if (bytes[0] !== 0) {
      const detail = `A value begins with the byte ${bytes[0]}, not with the magic byte 0.`;
      throw new UndecodableError('bad-magic', detail, { bytes, schemaId: null });
    }
    const id = readSchemaId(bytes);
    const plan = planFor(id, bytes);
    let thrown: unknown;
    try {
      const { value, offset } = plan.lift?.(bytes, headerLength) ?? type.decode(bytes, headerLength, plan.resolver);
      if (offset === bytes.length) return value as T;
    } catch (error) {
      if (error instanceof UpcastError) {
        throw new UndecodableError(
          'not-upcast',
          `Schema ${id}: ${error.message}`,
          { bytes, schemaId: id },
          error.cause,
        );
      }
      thrown = error;
    }
    const { reason, detail } = diagnose(plan.writer, bytes, headerLength, thrown);
    throw new UndecodableError(reason, `Schema ${id}: ${detail}.`, { bytes, schemaId: id }, thrown);
  }

  return {
    prepare(values) {
      const missing: number[] = [];
      let last = 0;
      for (const value of values) {
        if (value === null || value.length < headerLength || value[0] !== 0) continue;
        const id = readSchemaId(value);
        if (id !== last && !plans.has(id) && schemas.isMissing(id)) missing.push(id);
        last = id;
      }
      return missing.length === 0 ? undefined : schemas.load(missing);
    },
    decode: ((value: Buffer | null) => (value === null ? null : read(value))) as Reader<T>['decode'],
    peek: field => {
      const peeks = new Map<number, Peek | null>();
      return value => {
        const id = schemaIdIn(value);
        if (id === null) return null;
        let peek = peeks.get(id);
        if (peek === undefined) {
          const plan = planFor(id, value);
          // An upcaster may answer any number.
          peek = plan.lift === undefined ? peekAt(plan.writer, type, field) : null;
          peeks.set(id, peek);
        }
        return peek === null ? null : peek(value, headerLength);
      };
    },
  };
}

type UndecodableCause = { readonly reason: 'unusable-schema' | 'incompatible-schema'; readonly cause: unknown };

function connect(
  reader: AvroType,
  writer: AvroType,
  liftOf: (writer: AvroType) => Lift | undefined,
): Plan | UndecodableCause {
  try {
    const lift = liftOf(writer);
    if (lift !== undefined) return { writer, resolver: undefined, lift };
    return { writer, resolver: resolverBetween(reader, writer) };
  } catch (cause) {
    return { reason: 'incompatible-schema', cause };
  }
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
