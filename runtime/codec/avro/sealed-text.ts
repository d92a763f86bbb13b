import { type AvroType, type CheckHook, type SchemaOptions, type Tap, UnwrappedUnionType } from './avsc.ts';
import { checked, Refused } from './numbers.ts';
import { writeString } from './text.ts';

/** Says whether a text may be written into a personal field of the record that is being written. */
export type SealCheck = (text: string) => boolean;

/**
 * The type of a personal field, ["null", "string"], on the writer's side: plain text is refused. One check serves the
 * whole record, since a write is never interrupted by another; `withSealCheck` sets it.
 */
export class SealedText extends UnwrappedUnionType {
  constructor(options: SchemaOptions) {
    super(['null', 'string'], options);
  }

  override _write(tap: Tap, value: unknown): void {
    if (value === null) {
      tap.writeLong(0);
      return;
    }
    if (typeof value !== 'string' || !isSealed(value)) throw new Refused('no ciphertext of this data subject');
    tap.writeLong(1);
    writeString(tap, value);
  }

  override _check(value: unknown, _flags: number, hook?: CheckHook): boolean {
    return checked(value === null || (typeof value === 'string' && isSealed(value)), value, this, hook);
  }
}

export function isSealedText(type: AvroType): boolean {
  return type instanceof SealedText;
}

const refuseAll: SealCheck = () => false;
let isSealed = refuseAll;

export function withSealCheck<T>(check: SealCheck, work: () => T): T {
  isSealed = check;
  try {
    return work();
  } finally {
    isSealed = refuseAll;
  }
}
