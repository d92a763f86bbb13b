import { ArrayType, type AvroType, MapType, type Tap } from './avsc.ts';
import { Refused, readLong } from './numbers.ts';

/**
 * Items without a single byte each (nulls, empty records) are the only ones of which a block can hold more than there
 * are bytes left. So many of those are taken; beyond, a count is taken for the corrupt one that it surely is, before
 * avsc makes an array of that length and fills it.
 */
const mostEmptyItems = 65_536;

/** How many items the next block holds; 0 at the end. */
function readBlock(tap: Tap): number {
  let count = readLong(tap);
  if (count < 0) {
    count = -count;
    tap.skipLong();
  }
  if (count > mostEmptyItems && count > tap.buf.length - tap.pos) {
    throw new Refused('a block of more items than there are bytes');
  }
  return count;
}

/** `itemsType` is the items' type, or in a resolver, which takes over this method, the items' resolver. */
export class BoundedArray extends ArrayType {
  override _read(tap: Tap): unknown[] {
    const items = this.itemsType;
    let count = readBlock(tap);
    // Nearly always there is one block: an array of its length is filled faster than one that grows.
    const value = new Array<unknown>(count);
    for (let at = 0; count !== 0; count = readBlock(tap)) {
      for (const end = at + count; at < end; at++) value[at] = items._read(tap);
    }
    return value;
  }

  override _skip(tap: Tap): void {
    const items = this.itemsType;
    for (let count = readBlock(tap); count !== 0; count = readBlock(tap)) {
      for (let n = 0; n < count; n++) items._skip(tap);
    }
  }
}

export class BoundedMap extends MapType {
  override _read(tap: Tap): Record<string, unknown> {
    const values = this.valuesType;
    const value: Record<string, unknown> = {};
    for (let count = readBlock(tap); count !== 0; count = readBlock(tap)) {
      for (let n = 0; n < count; n++) set(value, tap.readString(), values._read(tap));
    }
    return value;
  }

  override _skip(tap: Tap): void {
    const values: AvroType = this.valuesType;
    for (let count = readBlock(tap); count !== 0; count = readBlock(tap)) {
      for (let n = 0; n < count; n++) {
        tap.readString();
        values._skip(tap);
      }
    }
  }
}

/** Assigned plainly, a key `__proto__` would set the prototype and be lost. */
function set(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}
