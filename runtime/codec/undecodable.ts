import { LongplayError } from '../errors.ts';

/**
 * Why bytes cannot be read:
 * - `too-short`, `bad-magic`: not the Confluent wire format.
 * - `unknown-schema`: the registry has no schema with this id.
 * - `unusable-schema`: it has one, which avsc cannot use.
 * - `incompatible-schema`: the schema cannot be read with the reader's.
 * - `truncated`, `trailing-bytes`, `malformed`: the bytes are not of the schema that they name.
 * - `not-upcast`: an upcaster of an older version threw, or answered what is not of its schema.
 * - `long-out-of-range`: a long beyond ±(2^53 - 1).
 */
export type UndecodableReason =
  | 'too-short'
  | 'bad-magic'
  | 'unknown-schema'
  | 'unusable-schema'
  | 'incompatible-schema'
  | 'truncated'
  | 'trailing-bytes'
  | 'malformed'
  | 'not-upcast'
  | 'long-out-of-range';

/** A record's value that cannot be read, with the bytes: whoever parks it needs nothing else. */
export class UndecodableError extends LongplayError {
  readonly reason: UndecodableReason;
  /** As the bytes name it; null where they don't. */
  readonly schemaId: number | null;
  /** The value as it came, framing included. Not enumerable, so that no log and no JSON takes it up by accident. */
  declare readonly bytes: Buffer;

  constructor(
    reason: UndecodableReason,
    detail: string,
    value: { readonly bytes: Buffer; readonly schemaId: number | null },
    cause?: unknown,
  ) {
    super('LP_CODEC_UNDECODABLE', detail, { remedy: remedies[reason], cause });
    this.name = 'UndecodableError';
    this.reason = reason;
    this.schemaId = value.schemaId;
    Object.defineProperty(this, 'bytes', { value: value.bytes, enumerable: false });
  }
}

const foreign = 'Find out who writes to this topic; what Longplay writes is in the Confluent wire format.';
const broken = 'Find out which writer registered this schema and wrote these bytes; they do not fit together.';

const remedies: Record<UndecodableReason, string> = {
  'too-short': foreign,
  'bad-magic': foreign,
  'unknown-schema': 'Check that SCHEMA_REGISTRY_URL is the registry of the writer; register a deleted schema again.',
  'unusable-schema': 'Correct the schema at its writer, and have the records written again.',
  'incompatible-schema':
    '`longplay schemas compare` names the field; add an upcaster, or have the records written again.',
  truncated: broken,
  'trailing-bytes': broken,
  malformed: broken,
  'not-upcast': 'Correct the upcaster of this version, and retry the record.',
  'long-out-of-range': 'Longplay holds whole numbers up to 2^53 - 1; the writer has to keep such a number in a string.',
};
