import type { AvroType } from './avsc.ts';
import { isRecord } from './records.ts';
import { isSealedText } from './sealed-text.ts';

export type Misfit = {
  readonly path: readonly string[];
  readonly expected: string;
  readonly found: string;
  /** It is a personal field. */
  readonly personal: boolean;
};

/** The first thing in a value that its schema doesn't allow. Slow: asked only after the value was refused. */
export function explain(type: AvroType, value: unknown): Misfit | undefined {
  let first: Misfit | undefined;
  type.isValid(value, {
    noUndeclaredFields: true,
    errorHook: (path, found, expected) => {
      first ??= misfit(path, found, expected);
    },
  });
  return first;
}

function misfit(path: string[], found: unknown, type: AvroType): Misfit {
  if (isRecord(type) && typeof found === 'object' && found !== null) {
    const declared = new Set(type.fields.map(field => field.name));
    const extra = Object.keys(found).find(key => !declared.has(key));
    if (extra !== undefined) {
      const inside = (found as Record<string, unknown>)[extra];
      return {
        path: [...path, extra],
        expected: 'nothing, since the schema declares no such field',
        found: describe(inside),
        personal: false,
      };
    }
  }
  const personal = isSealedText(type);
  const expected = personal ? "text sealed for the record's data subject, or null" : expectation(type);
  return { path, expected, found: describe(found), personal };
}

function expectation(type: AvroType): string {
  switch (type.typeName) {
    case 'int':
      return 'an int (a whole number of 32 bits)';
    case 'long':
      return 'a long (a whole number from -(2^53 - 1) to 2^53 - 1)';
    case 'float':
      return 'a float (a number within the range of 32 bits)';
    case 'double':
      return 'a double (a number)';
    case 'string':
      return 'a string without lone surrogates';
    case 'bytes':
      return 'bytes (a Buffer)';
    case 'fixed':
      return `a Buffer of ${type.size} bytes`;
    case 'enum':
      return `one of ${type.symbols.join(', ')}`;
    case 'record':
    case 'error':
      return `an object (${type.name})`;
    case 'union:unwrapped':
      return type.types.map(branch => (branch.typeName === 'null' ? 'null' : expectation(branch))).join(' or ');
    case 'union:wrapped':
      return `an object with one key, one of ${type.types.map(branch => branch.branchName).join(', ')}`;
    case 'map':
      return 'an object (a map)';
    default:
      return type.typeName === 'array' ? 'an array' : type.typeName;
  }
}

/** What kind of thing it is. Never text itself: it may be personal, and errors are logged. */
function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  if (Buffer.isBuffer(value)) return `a Buffer of ${value.length} bytes`;
  if (typeof value === 'number') return `the number ${value}`;
  if (typeof value === 'object') return 'an object';
  return typeof value === 'boolean' ? String(value) : `a ${typeof value}`;
}
