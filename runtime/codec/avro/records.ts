import { type AvroType, type CheckHook, EnumType, RecordType, type Tap } from './avsc.ts';
import { checked, Refused, writeLong } from './numbers.ts';

/** A record that refuses fields that its schema doesn't declare; avsc drops them silently. */
export class StrictRecord extends RecordType {
  override _createWriter(): (tap: Tap, value: unknown) => void {
    const write = super._createWriter();
    const names = this.fields.map(field => field.name);
    const known = new Set(names);
    return (tap, value) => {
      // Keys usually come in the schema's order, and then one comparison each tells.
      let index = 0;
      for (const key in value as object) {
        if (key !== names[index++] && !known.has(key)) throw new Refused('a field that is not declared');
      }
      write(tap, value);
    };
  }
}

/** avsc looks symbols up in a plain object, so that "constructor" or "toString" would be written, as the first symbol. */
export class StrictEnum extends EnumType {
  override _write(tap: Tap, value: unknown): void {
    const index = this.symbols.indexOf(value as string);
    if (index < 0) throw new Refused('no symbol of the enum');
    writeLong(tap, index);
  }

  override _check(value: unknown, _flags: number, hook?: CheckHook): boolean {
    return checked(this.symbols.includes(value as string), value, this, hook);
  }
}

export function isRecord(type: AvroType): boolean {
  return type.typeName === 'record' || type.typeName === 'error';
}
