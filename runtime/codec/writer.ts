import { LongplayError } from '../errors.ts';
import type { AvroType } from './avro/avsc.ts';
import { explain } from './avro/explain.ts';
import { Refused } from './avro/numbers.ts';
import { showPath } from './avro/path.ts';
import { parseJson, parseSealedSchema } from './avro/schema.ts';
import { type SealCheck, withSealCheck } from './avro/sealed-text.ts';
import { holdsPersonal, subjectReader } from './personal.ts';
import { looksSealed, sealStart } from './seal-format.ts';
import { headerLength, writeHeader } from './wire.ts';

/** Writes values of one schema. It encrypts nothing: what is personal was sealed before (`createSealer`). */
export type Writer<T> = {
  /**
   * Null, a tombstone, is null. A field that is absent is written as its default.
   *
   * @throws LP_CODEC_VALUE_INVALID naming the first field that doesn't fit, also one that the schema doesn't declare;
   * LP_CODEC_PERSONAL_PLAINTEXT where a personal field holds anything but text sealed for the record's data subject.
   */
  encode(value: T): Buffer;
  encode(value: T | null): Buffer | null;
};

export function createWriter<T>(schema: string, schemaId: number): Writer<T> {
  const type = parseSealedSchema(schema);
  const seals = holdsPersonal(type) ? sealCheckOf(schema, type) : undefined;

  function write(value: T): Buffer {
    try {
      return encode(type, value, schemaId);
    } catch (error) {
      throw refusal(type, value, error);
    }
  }

  return {
    encode: ((value: T | null) => {
      if (value === null) return null;
      return seals === undefined ? write(value) : withSealCheck(seals(value), () => write(value));
    }) as Writer<T>['encode'],
  };
}

/** Makes the check of one record. Its subject is read at the first personal text, and need not be there without one. */
function sealCheckOf(schema: string, type: AvroType): (record: unknown) => SealCheck {
  const subjectOf = subjectReader(parseJson(schema), type);
  return record => {
    let start: string | undefined;
    return text => {
      start ??= sealStart(subjectOf(record));
      return looksSealed(text, start);
    };
  };
}

/** Bytes are written here first, because their number isn't known before. Grows to the largest record, to a bound. */
let scratch = Buffer.allocUnsafeSlow(64 * 1024);
const largestKept = 2 * 1024 * 1024;

function encode(type: AvroType, value: unknown, schemaId: number): Buffer {
  let room = scratch;
  let end = type.encode(value, room, headerLength);
  while (end < 0) {
    // avsc answers how many bytes are missing, as a negative number.
    room = Buffer.allocUnsafeSlow(2 * (room.length - end));
    end = type.encode(value, room, headerLength);
  }
  if (room.length <= largestKept) scratch = room;
  const bytes = Buffer.allocUnsafe(end);
  room.copy(bytes, 0, 0, end);
  writeHeader(bytes, schemaId);
  return bytes;
}

/** What to tell about a value that couldn't be written: the field, and what it takes. Never a text that it holds. */
function refusal(type: AvroType, value: unknown, thrown: unknown): unknown {
  if (thrown instanceof LongplayError) return thrown;
  const name = type.name ?? type.typeName;
  if (thrown instanceof RangeError) {
    return new LongplayError('LP_CODEC_VALUE_INVALID', `${name}: it is nested too deeply, or contains itself.`);
  }
  const misfit = explain(type, value);
  if (misfit === undefined) {
    const why = thrown instanceof Refused ? thrown.message : 'avsc cannot write it';
    return new LongplayError('LP_CODEC_VALUE_INVALID', `${name}: ${why}.`);
  }
  const { path, expected, found, personal } = misfit;
  const code = personal ? 'LP_CODEC_PERSONAL_PLAINTEXT' : 'LP_CODEC_VALUE_INVALID';
  return new LongplayError(code, `${name}: ${showPath(path) || 'the value'} takes ${expected}; found ${found}.`);
}
