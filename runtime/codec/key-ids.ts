import { parseSealedSchema } from './avro/schema.ts';
import { holdsPersonal } from './personal.ts';
import { personalVisitor } from './personal-visitor.ts';
import { keyIdIn } from './seal-format.ts';
import { headerLength } from './wire.ts';

/** Tells the ids of the keys that the personal fields of a value are sealed with. */
export type KeyIdsOf = (value: Buffer) => string[];

/** Null where values of this schema hold nothing personal. */
export function keyIdReader(schema: string): KeyIdsOf | null {
  const type = parseSealedSchema(schema);
  if (!holdsPersonal(type)) return null;
  const visit = personalVisitor(type);
  return value => {
    const ids: string[] = [];
    visit(type.decode(value, headerLength).value, text => {
      ids.push(keyIdIn(text));
      return text;
    });
    return ids;
  };
}
