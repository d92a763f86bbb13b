import type { AvroType } from '../codec/avro/avsc.ts';
import { parseJson, parseSealedSchema } from '../codec/avro/schema.ts';
import { holdsPersonal, subjectReader } from '../codec/personal.ts';
import { personalVisitor } from '../codec/personal-visitor.ts';
import { looksSealed, sealStart } from '../codec/seal-format.ts';

/** What stands where nothing personal may: a readable text, or one that is sealed with somebody else's key. */
export type Fault = 'plain-text' | 'other-key';

/** What a record's personal fields hold that they must not, where the record is about this person. */
export type FaultsIn = (record: unknown, customerId: string) => Fault[];

/** Null where records of this schema hold nothing personal. */
export function faultReader(schema: string, type: AvroType = parseSealedSchema(schema)): FaultsIn | null {
  if (!holdsPersonal(type)) return null;
  const visit = personalVisitor(type);
  const subjectOf = subjectReader(parseJson(schema), type);
  return (record, customerId) => {
    const faults: Fault[] = [];
    const own = sealStart(customerId);
    let isOwn: boolean | undefined;
    visit(record, text => {
      isOwn ??= subjectOf(record) === customerId;
      if (isOwn && !looksSealed(text, own)) faults.push(looksSealed(text, ANY_SEAL) ? 'other-key' : 'plain-text');
      return text;
    });
    return faults;
  };
}

const ANY_SEAL = 'lp1.';
