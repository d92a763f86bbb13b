import { refusedDefaults } from '../defaults.ts';
import { member, textOf } from '../json.ts';
import type { ParsedSchema } from '../schema.ts';
import type { Warning } from './warning.ts';

/** Rules on the candidate alone. */
export function candidateWarnings(candidate: ParsedSchema): Warning[] {
  return [...defaults(candidate), ...aliases(candidate)];
}

function defaults(candidate: ParsedSchema): Warning[] {
  return refusedDefaults(candidate).map(({ path, json, reason }) => ({
    rule: 'default-refused',
    path,
    sentence: `${path === '' ? 'The value' : path}: the default ${reason}; avsc refuses the schema, and so every record with its id.`,
    now: json,
    before: null,
    versions: [],
    essence: [reason],
  }));
}

function aliases({ names }: ParsedSchema): Warning[] {
  return [...names.values()].flatMap(({ name, json }) => {
    const list = member(json, 'aliases');
    if (list?.kind !== 'array' || !name.includes('.')) return [];
    return list.items.flatMap((item): Warning[] => {
      const alias = textOf(item);
      if (alias === null || alias.includes('.')) return [];
      const sentence = `${name}: the alias "${alias}" means ${name.slice(0, name.lastIndexOf('.'))}.${alias} to some readers and ${alias} to others.`;
      return [
        { rule: 'alias-not-full', path: '', sentence, now: item, before: null, versions: [], essence: [name, alias] },
      ];
    });
  });
}
