import { type AvroType, type CheckHook, type Resolver, StringType, type Tap } from './avsc.ts';
import { checked, Refused, writeLong } from './numbers.ts';

/** Beyond this length one native call is faster than a loop over characters. */
const short = 40;

/**
 * A string that UTF-8 can hold: a lone surrogate is refused, where avsc writes bytes that no reader takes back. (It also
 * writes plain ASCII, the common case, in one pass.)
 */
export class WellFormedString extends StringType {
  override _write(tap: Tap, value: unknown): void {
    if (typeof value !== 'string') throw new Refused('no string');
    writeString(tap, value);
  }

  override _check(value: unknown, _flags: number, hook?: CheckHook): boolean {
    return checked(typeof value === 'string' && value.isWellFormed(), value, this, hook);
  }

  override _update(resolver: Resolver, writer: AvroType): void {
    if (writer.typeName === 'string' || writer.typeName === 'bytes') resolver._read = this._read;
  }
}

export function writeString(tap: Tap, value: string): void {
  if (!writeShortAscii(tap, value)) writeAnyString(tap, value);
}

/** In one pass; answers whether the text was such a one. */
function writeShortAscii(tap: Tap, value: string): boolean {
  const { length } = value;
  if (length > short) return false;
  const { buf, pos } = tap;
  const start = pos + 1;
  for (let i = 0; i < length; i++) {
    const code = value.charCodeAt(i);
    if (code > 0x7f) return false;
    buf[start + i] = code;
  }
  buf[pos] = length << 1;
  tap.pos = start + length;
  return true;
}

/** Leaves room for the length as if all were ASCII, and moves the text where that was wrong. */
function writeAnyString(tap: Tap, value: string): void {
  const { buf, pos } = tap;
  const most = 10 + value.length * 3;
  if (pos + most > buf.length) {
    // Perhaps no room: run on, as avsc does, so that the caller sees how much is missing.
    tap.pos = pos + most;
    return;
  }
  const guess = lengthOfLong(value.length);
  const written = buf.write(value, pos + guess, 'utf8');
  if (written !== value.length && !value.isWellFormed()) throw new Refused('a lone surrogate');
  const needed = lengthOfLong(written);
  if (needed !== guess) buf.copyWithin(pos + needed, pos + guess, pos + guess + written);
  writeLong(tap, written);
  tap.pos += written;
}

function lengthOfLong(value: number): number {
  let size = 1;
  for (let rest = value; rest >= 64; rest = Math.floor(rest / 128)) size++;
  return size;
}
