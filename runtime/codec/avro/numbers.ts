import {
  type AvroType,
  type CheckHook,
  DoubleType,
  FloatType,
  IntType,
  LongType,
  type Resolver,
  type Tap,
} from './avsc.ts';

/** What a type throws that refuses a value or bytes. Place and reason are found afterwards (explain.ts, diagnose.ts). */
export class Refused extends Error {}

/** A long beyond ±(2^53 - 1), and where its bytes begin. */
export class LongOutOfRange extends Refused {
  readonly position: number;

  constructor(position: number) {
    super('a long that a double cannot hold exactly');
    this.position = position;
  }
}

/**
 * Zigzag varint to double, exactly: the sign's bit leaves before the parts are added, so that no sum exceeds 2^53. avsc
 * adds first, and loses the last bit of negative ones beyond 2^52 (mtth/avsc#455).
 */
export function readLong(tap: Tap): number {
  const { buf } = tap;
  const start = tap.pos;
  let pos = start;
  let byte = buf[pos++] as number;
  let low = byte & 0x7f;
  let shift = 7;
  while (byte > 0x7f && shift < 28) {
    byte = buf[pos++] as number;
    low |= (byte & 0x7f) << shift;
    shift += 7;
  }
  if (byte <= 0x7f) {
    tap.pos = pos;
    return (low >>> 1) ^ -(low & 1);
  }
  let half = low >>> 1;
  let scale = 2 ** 27;
  while (byte > 0x7f) {
    byte = buf[pos++] as number;
    half += (byte & 0x7f) * scale;
    scale *= 128;
    if (scale > 2 ** 69) throw new Refused('a number of more than 64 bits');
  }
  tap.pos = pos;
  const value = (low & 1) === 1 ? -half - 1 : half;
  if (!Number.isSafeInteger(value)) throw new LongOutOfRange(start);
  return value;
}

/** The counterpart: doubling a value beyond 2^52 may round, so the sign goes in with the lowest six bits instead. */
export function writeLong(tap: Tap, value: number): void {
  const { buf } = tap;
  let pos = tap.pos;
  if (value >= -(2 ** 30) && value < 2 ** 30) {
    let rest = (value << 1) ^ (value >> 31);
    while (rest > 0x7f) {
      buf[pos++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    buf[pos++] = rest;
  } else {
    const negative = value < 0;
    const half = negative ? -(value + 1) : value;
    let rest = Math.floor(half / 64);
    buf[pos++] = ((half % 64) << 1) | (negative ? 0x81 : 0x80);
    while (rest > 0x7f) {
      buf[pos++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    buf[pos++] = rest;
  }
  tap.pos = pos;
}

/** A long as a JavaScript number: exact from -(2^53 - 1) to 2^53 - 1, refused beyond. */
export class ExactLong extends LongType {
  override _read(tap: Tap): number {
    return readLong(tap);
  }

  override _write(tap: Tap, value: unknown): void {
    if (!Number.isSafeInteger(value)) throw new Refused('no exact long');
    writeLong(tap, value as number);
  }

  override _check(value: unknown, _flags: number, hook?: CheckHook): boolean {
    return checked(Number.isSafeInteger(value), value, this, hook);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    if (writer.typeName === 'int' || writer.typeName === 'long') resolver._read = writer._read;
  }
}

export class ExactInt extends IntType {
  override _read(tap: Tap): number {
    const value = readLong(tap);
    if (value !== (value | 0)) throw new Refused('an int of more than 32 bits');
    return value;
  }

  override _write(tap: Tap, value: unknown): void {
    if (value !== ((value as number) | 0)) throw new Refused('no int');
    writeLong(tap, value as number);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    if (writer.typeName === 'int') resolver._read = writer._read;
  }
}

/** avsc reads a long as a double by its own inexact way, and without looking at what a double can hold. */
export class ExactDouble extends DoubleType {
  override _update(resolver: Resolver, writer: AvroType): void {
    if (['int', 'long', 'float', 'double'].includes(writer.typeName)) resolver._read = writer._read;
  }
}

/** 32 bits also where an int or a long is read as a float (16777217 is 16777216), as in every other language. */
export class ExactFloat extends FloatType {
  override _write(tap: Tap, value: unknown): void {
    if (!isFloat(value)) throw new Refused('no float');
    super._write(tap, value);
  }

  override _check(value: unknown, _flags: number, hook?: CheckHook): boolean {
    return checked(isFloat(value), value, this, hook);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    if (writer.typeName === 'float') resolver._read = writer._read;
    if (writer.typeName === 'int' || writer.typeName === 'long') {
      resolver._read = tap => Math.fround(writer._read(tap) as number);
    }
  }
}

/** A number too large for 32 bits would be written as infinity. */
function isFloat(value: unknown): boolean {
  return typeof value === 'number' && (!Number.isFinite(value) || Number.isFinite(Math.fround(value)));
}

export function checked(holds: boolean, value: unknown, type: AvroType, hook: CheckHook | undefined): boolean {
  if (!holds) hook?.(value, type);
  return holds;
}
