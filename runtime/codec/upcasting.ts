import type { AvroType, Resolver } from './avro/avsc.ts';
import { resolverBetween } from './avro/resolver.ts';
import { parseSchema } from './avro/schema.ts';

/**
 * A step from the values of one version of a schema to those of the next, for what Avro's resolution cannot say: a field
 * that is split, two that become one, a meaning that moved. Later changes that Avro can express need no step.
 */
export type Upcaster = {
  /** The schema's text as it was frozen. Bytes are of this step when their writer's schema has the same names and types. */
  readonly from: string;
  /** The text of the version that the step makes values of. */
  readonly to: string;
  /**
   * Pure: a rebuild and a reader that runs must see the same. It gets a value in the writer's shape, whole, and answers one
   * in the shape of `to`; a field that it leaves out has its default. Personal fields are sealed text here too.
   */
  up(value: never): unknown;
};

/** Reads a value that was written with an older version, and takes it through its steps. */
export type Lift = (bytes: Buffer, position: number) => { readonly value: unknown; readonly offset: number };

/** A step threw, or answered what is not of its schema. */
export class UpcastError extends Error {
  constructor(message: string, options: ErrorOptions) {
    super(message, options);
    this.name = 'UpcastError';
  }
}

type Step = { readonly from: AvroType; readonly to: AvroType; up(value: unknown): unknown };

/** How values of a writer's schema become the reader's; undefined where no step begins with it. */
export function createUpcasting(
  reader: AvroType,
  upcasters: readonly Upcaster[],
): (writer: AvroType) => Lift | undefined {
  const steps = upcasters.map(
    ({ from, to, up }): Step => ({ from: parseSchema(from), to: parseSchema(to), up: up as Step['up'] }),
  );
  return writer => {
    // The newest shape is nobody's past, also where a step went back to an older one.
    if (reader.equals(writer)) return undefined;
    const way = wayFrom(writer, steps);
    const last = way.at(-1);
    if (last === undefined) return undefined;
    const resolver = resolverBetween(reader, last.to);
    return (bytes, position) => {
      const read = (way[0] as Step).from.decode(bytes, position);
      // A value that was cut short is told as such, not as what a step makes of it.
      if (read.offset !== bytes.length) return read;
      return { value: lifted(read.value, way, reader, resolver), offset: read.offset };
    };
  };
}

function wayFrom(writer: AvroType, steps: readonly Step[]): Step[] {
  const way: Step[] = [];
  let at: AvroType | undefined = writer;
  while (at !== undefined && way.length < steps.length) {
    const here: AvroType = at;
    const next = steps.find(step => step.from.equals(here) && !way.includes(step));
    if (next !== undefined) way.push(next);
    at = next?.to;
  }
  return way;
}

function lifted(value: unknown, way: readonly Step[], reader: AvroType, resolver: Resolver | undefined): unknown {
  try {
    // Through bytes: what a step answers is checked, its absent fields get their defaults, and Avro does the rest.
    const made = way.reduce<Buffer | null>((before, step) => {
      const current = before === null ? value : step.from.decode(before, 0).value;
      return bytesOf(step.to, step.up(current));
    }, null);
    return reader.decode(made as Buffer, 0, resolver).value;
  } catch (cause) {
    throw new UpcastError(`an upcaster could not take it on: ${(cause as Error).message}`, { cause });
  }
}

function bytesOf(type: AvroType, value: unknown): Buffer {
  const bytes = Buffer.allocUnsafe(4_096);
  const end = type.encode(value, bytes, 0);
  if (end >= 0) return bytes.subarray(0, end);
  const enough = Buffer.allocUnsafe(bytes.length - end);
  return enough.subarray(0, type.encode(value, enough, 0));
}
