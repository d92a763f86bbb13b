import type { AvroType, Resolver } from './avsc.ts';
import { isRecord } from './records.ts';

/** Deeper than this a sample takes the shortest way out: null, or an empty list. */
const deep = 8;
/** A type that still goes on here has no finite value. */
const endless = 64;
/** So many values are tried at most, each taking the next branch of every union and the next symbol of every enum. */
const mostTries = 16;

/**
 * Reads some small values of the writer's schema through a resolver that was just made, so that one that avsc made
 * wrongly shows now, and not at a record in the middle of a topic. Throws what decoding threw.
 */
export function probe(reader: AvroType, writer: AvroType, resolver: Resolver): void {
  for (let variant = 0; variant < mostTries; variant++) {
    const bytes = encoded(writer, variant);
    if (bytes === undefined) return;
    if (reader.decode(bytes, 0, resolver).offset !== bytes.length) {
      throw new Error('a resolver that avsc made leaves bytes unread');
    }
  }
}

function encoded(writer: AvroType, variant: number): Buffer | undefined {
  const sample = sampleOf(writer, variant, 0);
  if (sample === undefined) return undefined;
  const bytes = Buffer.alloc(64 * 1024);
  const end = writer.encode(sample, bytes, 0);
  return end < 0 ? undefined : bytes.subarray(0, end);
}

/** A value of the type; undefined where there is no small one. */
function sampleOf(type: AvroType, variant: number, depth: number): unknown {
  if (depth > endless) return undefined;
  switch (type.typeName) {
    case 'null':
      return null;
    case 'boolean':
      return true;
    case 'int':
    case 'long':
    case 'float':
    case 'double':
      return 1;
    case 'string':
      return 's';
    case 'bytes':
      return Buffer.from([1]);
    case 'fixed':
      return Buffer.alloc(type.size);
    case 'enum':
      return type.symbols[variant % type.symbols.length];
    case 'array': {
      const item = depth > deep ? undefined : sampleOf(type.itemsType, variant, depth + 1);
      return item === undefined ? [] : [item];
    }
    case 'map': {
      const value = depth > deep ? undefined : sampleOf(type.valuesType, variant, depth + 1);
      return value === undefined ? {} : { k: value };
    }
    default:
      return isRecord(type) ? recordSample(type, variant, depth) : unionSample(type, variant, depth);
  }
}

function recordSample(type: AvroType, variant: number, depth: number): unknown {
  const entries = type.fields.map(field => [field.name, sampleOf(field.type, variant, depth + 1)] as const);
  return entries.some(([, value]) => value === undefined) ? undefined : Object.fromEntries(entries);
}

function unionSample(type: AvroType, variant: number, depth: number): unknown {
  const none = type.types.findIndex(branch => branch.typeName === 'null');
  const branch = type.types[depth > deep && none >= 0 ? none : variant % type.types.length] as AvroType;
  const value = sampleOf(branch, variant, depth + 1);
  if (branch.typeName === 'null' || type.typeName === 'union:unwrapped' || value === undefined) return value;
  return { [branch.branchName as string]: value };
}
