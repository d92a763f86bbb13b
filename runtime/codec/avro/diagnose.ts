import type { AvroType, Tap } from './avsc.ts';
import { LongOutOfRange, readLong } from './numbers.ts';
import { type Path, showPath } from './path.ts';

export type Fault = {
  readonly reason: 'truncated' | 'trailing-bytes' | 'malformed' | 'long-out-of-range';
  /** What is wrong, in words, beginning with the place. */
  readonly detail: string;
};

/** Ends the walk at the first fault. */
class Found extends Error {
  readonly reason: Fault['reason'];

  constructor(reason: Fault['reason'], detail: string) {
    super(detail);
    this.reason = reason;
  }
}

/**
 * Says what is wrong with bytes that couldn't be decoded, and where. avsc reads fast, and past the end; this reads the
 * same bytes once more, slowly, by the schema that they were written with. `thrown` is what decoding threw, if it did.
 */
export function diagnose(writer: AvroType, bytes: Buffer, start: number, thrown: unknown): Fault {
  const tap = tapOn(bytes, start);
  const outOfRange = thrown instanceof LongOutOfRange ? thrown.position : undefined;
  try {
    walk(writer, { tap, outOfRange }, []);
  } catch (error) {
    if (error instanceof Found) return { reason: error.reason, detail: error.message };
    if (error instanceof RangeError) return { reason: 'malformed', detail: 'it is nested too deeply' };
    throw error;
  }
  const left = bytes.length - tap.pos;
  if (left > 0) return { reason: 'trailing-bytes', detail: `${left} bytes are left after the value` };
  return { reason: 'malformed', detail: thrown instanceof Error ? thrown.message : 'it was not read to its end' };
}

type Walk = { readonly tap: Tap; readonly outOfRange: number | undefined };

function walk(type: AvroType, at: Walk, path: Path): void {
  const { tap } = at;
  switch (type.typeName) {
    case 'null':
      return;
    case 'boolean':
      skip(tap, 1, path);
      return;
    case 'int': {
      const tooLarge = 'an int takes more than 32 bits';
      const value = number(at, path, tooLarge);
      if (value !== (value | 0)) refuse(path, tooLarge);
      return;
    }
    case 'long':
      long(at, path);
      return;
    case 'float':
      skip(tap, 4, path);
      return;
    case 'double':
      skip(tap, 8, path);
      return;
    case 'fixed':
      skip(tap, type.size, path);
      return;
    case 'string':
    case 'bytes':
      skip(tap, length(at, path), path);
      return;
    case 'enum': {
      const index = number(at, path);
      if (type.symbols[index] === undefined) refuse(path, `the enum ${type.name} has no symbol ${index}`);
      return;
    }
    case 'array':
      blocks(at, path, step => walk(type.itemsType, at, step));
      return;
    case 'map':
      blocks(at, path, step => {
        skip(tap, length(at, step), step);
        walk(type.valuesType, at, step);
      });
      return;
    case 'union:unwrapped':
    case 'union:wrapped': {
      const index = number(at, path);
      walk(type.types[index] ?? refuse(path, `the union has no branch ${index}`), at, path);
      return;
    }
    default:
      for (const field of type.fields) walk(field.type, at, [...path, field.name]);
  }
}

/** Only the long that decoding met is reported as out of range: a reader doesn't mind one that it skips. */
function long({ tap, outOfRange }: Walk, path: Path): void {
  const start = tap.pos;
  try {
    readLong(tap);
  } catch (error) {
    if (!(error instanceof LongOutOfRange)) refuse(path, 'a number takes more than 64 bits');
    if (outOfRange === start) {
      throw new Found('long-out-of-range', place(path, 'a long beyond ±(2^53 - 1), which no double holds exactly'));
    }
  }
  if (tap.pos > tap.buf.length) endsEarly(path);
}

const beyondReason = 'an index, a length or a count is beyond reason';

function number({ tap }: Walk, path: Path, otherwise = beyondReason): number {
  let value: number;
  try {
    value = readLong(tap);
  } catch {
    return refuse(path, otherwise);
  }
  if (tap.pos > tap.buf.length) endsEarly(path);
  return value;
}

function length(at: Walk, path: Path): number {
  const value = number(at, path);
  return value >= 0 ? value : refuse(path, `a length is ${value}`);
}

function skip(tap: Tap, size: number, path: Path): void {
  tap.pos += size;
  if (tap.pos > tap.buf.length) endsEarly(path);
}

function blocks(at: Walk, path: Path, item: (path: Path) => void): void {
  let index = 0;
  for (let count = number(at, path); count !== 0; count = number(at, path)) {
    if (count < 0) number(at, path);
    const size = Math.abs(count);
    if (size > 65_536 && size > at.tap.buf.length - at.tap.pos) refuse(path, `a block claims ${size} items`);
    for (let n = 0; n < size; n++) item([...path, index++]);
  }
}

function tapOn(bytes: Buffer, start: number): Tap {
  // All that the reading of a number needs.
  return { buf: bytes, pos: start } as Tap;
}

function endsEarly(path: Path): never {
  throw new Found('truncated', place(path, 'the bytes end in the middle of a value'));
}

function refuse(path: Path, what: string): never {
  throw new Found('malformed', place(path, what));
}

function place(path: Path, what: string): string {
  return path.length === 0 ? what : `${showPath(path)}: ${what}`;
}
