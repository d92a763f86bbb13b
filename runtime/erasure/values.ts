import type { AvroType } from '../codec/avro/avsc.ts';
import { parseSealedSchema } from '../codec/avro/schema.ts';
import { headerLength, schemaIdIn } from '../codec/wire.ts';
import { LongplayError } from '../errors.ts';
import { type Fault, type FaultsIn, faultReader } from './personal-texts.ts';

/** What a value on the wire was found to hold. */
export type Looked = {
  readonly faults: readonly Fault[];
  /** Why it, or a value within it, could not be read by its schema; null where all could. */
  readonly unread: string | null;
};

/** The text of a schema by its id; null where nobody knows it. */
export type SchemaText = (id: number) => Promise<string | null>;

/**
 * Fields that hold a value on the wire themselves, as a case keeps a record: dotted paths, by the full name of the
 * record that they are in.
 */
export type ValuesWithin = Readonly<Record<string, readonly string[]>>;

/** Reads values by the schemas that they were written with, and those that lie as bytes within them. */
export type ValueReader = (value: Buffer, customerId: string) => Promise<Looked>;

type Plan = { readonly type: AvroType; readonly faultsIn: FaultsIn | null; readonly within: readonly string[] };

export function valueReader(schemaText: SchemaText, valuesWithin: ValuesWithin): ValueReader {
  const plans = new Map<number, Plan | string>();

  async function planOf(id: number): Promise<Plan | string> {
    const known = plans.get(id);
    if (known !== undefined) return known;
    const text = await schemaText(id);
    const plan = text === null ? 'unknown-schema' : planFor(text, valuesWithin);
    plans.set(id, plan);
    return plan;
  }

  return async function look(bytes, customerId) {
    const id = schemaIdIn(bytes);
    if (id === null) return unread(bytes.length < headerLength ? 'too-short' : 'bad-magic');
    const plan = await planOf(id);
    if (typeof plan === 'string') return unread(plan);
    const own = read(plan, bytes, customerId);
    if (plan.within.length === 0 || own.value === undefined) return own;
    const looked: Looked[] = [own];
    for (const inner of plan.within.flatMap(path => bytesAt(own.value, path))) {
      looked.push(await look(inner, customerId));
    }
    const found = looked.find(one => one.unread !== null);
    return { faults: looked.flatMap(({ faults }) => faults), unread: found?.unread ?? null };
  };
}

function planFor(text: string, valuesWithin: ValuesWithin): Plan | string {
  try {
    const type = parseSealedSchema(text);
    return { type, faultsIn: faultReader(text, type), within: valuesWithin[type.name ?? ''] ?? [] };
  } catch {
    return 'unusable-schema';
  }
}

function read({ type, faultsIn }: Plan, bytes: Buffer, customerId: string): Looked & { readonly value?: unknown } {
  try {
    const { value, offset } = type.decode(bytes, headerLength);
    if (offset !== bytes.length) return unread('malformed');
    return { value, faults: faultsIn?.(value, customerId) ?? [], unread: null };
  } catch (cause) {
    const nobody = cause instanceof LongplayError && cause.code === 'LP_CODEC_SUBJECT_MISSING';
    return unread(nobody ? 'names-nobody' : 'malformed');
  }
}

const unread = (why: string): Looked => ({ faults: [], unread: why });

function bytesAt(value: unknown, path: string): Buffer[] {
  let at: unknown = value;
  for (const step of path.split('.')) at = (at as Record<string, unknown> | null | undefined)?.[step];
  return Buffer.isBuffer(at) ? [at] : [];
}
