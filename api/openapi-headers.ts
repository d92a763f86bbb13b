/** What request-ids.ts takes. In the document only: the route refuses other keys with a problem of their own. */
const KEY = '^[\\x21-\\x7e]([\\x20-\\x7e]{0,253}[\\x21-\\x7e])?$';

type Parameter = { in?: string; name?: string; schema?: object };
type Document = { paths?: Record<string, Record<string, { parameters?: Parameter[] }>> };

/** Says of each Idempotency-Key which ones are taken. */
export function withKeyRule<D extends object>(document: D): D {
  for (const item of Object.values((document as Document).paths ?? {})) {
    for (const { parameters = [] } of Object.values(item)) {
      for (const parameter of parameters) {
        if (parameter.in !== 'header' || parameter.name !== 'idempotency-key') continue;
        parameter.schema = { ...parameter.schema, pattern: KEY };
      }
    }
  }
  return document;
}
