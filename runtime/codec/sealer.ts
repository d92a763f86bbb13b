import { LongplayError } from '../errors.ts';
import { VaultError } from '../vault/errors.ts';
import type { DataKey, Vault } from '../vault/port.ts';
import { parseJson, parseSealedSchema } from './avro/schema.ts';
import { holdsPersonal, subjectReader } from './personal.ts';
import { personalVisitor } from './personal-visitor.ts';
import { broken, keyIdIn, looksSealed, openText, sealStart, sealText } from './seal-format.ts';

/** Seals and opens the personal fields of one schema's records. For the edge only: the API and the gateways. */
export type Sealer<T> = {
  /**
   * A copy with every personal text sealed for the record's data subject. Whatever the text looks like, it is plain and
   * gets sealed: so this is done once, where the data enters. Null where the subject's key was destroyed.
   *
   * @throws LP_CODEC_SUBJECT_MISSING; a retriable VaultError where the vault can't be asked.
   */
  seal(record: T): Promise<T>;
  /**
   * Copies with every personal text opened; null where the subject's key was destroyed. One query for all.
   *
   * @throws LP_CODEC_SEAL_BROKEN; a retriable VaultError where the vault can't be asked, or lacks a key.
   */
  open(records: readonly T[]): Promise<T[]>;
};

export function createSealer<T>(schema: string, vault: Vault): Sealer<T> {
  const type = parseSealedSchema(schema);
  if (!holdsPersonal(type)) return { seal: async record => record, open: async records => [...records] };
  const visit = personalVisitor(type);
  const subjectOf = subjectReader(parseJson(schema), type);

  function textsOf(record: T): string[] {
    const texts: string[] = [];
    visit(record, text => {
      texts.push(text);
      return text;
    });
    return texts;
  }

  return {
    async seal(record) {
      if (textsOf(record).length === 0) return record;
      const subject = subjectOf(record);
      const secret = present(await vault.keysFor([subject]), subject).secret;
      return visit(record, text => (secret === null ? null : sealText(sealable(text), subject, secret))) as T;
    },

    async open(records) {
      const sealed = records.map(record => ({ record, texts: textsOf(record) })).filter(one => one.texts.length > 0);
      if (sealed.length === 0) return [...records];
      const subjects = new Map(sealed.map(({ record, texts }) => [record, checkedSubject(subjectOf(record), texts)]));
      const keys = await vault.keysById([...new Set(sealed.flatMap(({ texts }) => texts.map(keyIdIn)))]);
      return records.map(record => {
        const subject = subjects.get(record);
        if (subject === undefined) return record;
        return visit(record, text => {
          const { secret } = present(keys, keyIdIn(text));
          return secret === null ? null : openText(text, subject, secret);
        }) as T;
      });
    },
  };
}

/** The subject, if all texts are sealed for it. */
function checkedSubject(subject: string, texts: readonly string[]): string {
  const start = sealStart(subject);
  if (!texts.every(text => looksSealed(text, start))) throw broken(subject);
  return subject;
}

/** UTF-8 can't hold a lone surrogate, so it would come back as something else. */
function sealable(text: string): string {
  if (text.isWellFormed()) return text;
  throw new LongplayError('LP_CODEC_VALUE_INVALID', 'A personal text holds a lone surrogate, which is no character.');
}

function present(keys: ReadonlyMap<string, DataKey>, name: string): DataKey {
  const key = keys.get(name);
  if (key !== undefined) return key;
  throw new VaultError('LP_VAULT_KEY_MISSING', `The vault has no key for ${name}.`);
}
