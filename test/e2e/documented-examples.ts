import { Ajv2020 } from 'ajv/dist/2020.js';
import { resolved } from '../breaking/resolved.ts';

type Media = Record<string, { schema?: object; example?: unknown; examples?: Record<string, { value: unknown }> }>;
type Operation = {
  readonly operationId: string;
  readonly parameters?: readonly { in: string; name: string; required?: boolean; example?: unknown }[];
  readonly requestBody?: { readonly content: Media };
  readonly responses: Readonly<Record<string, { readonly content?: Media }>>;
};

/** An operation with what its example says: its address with `{name}` filled in, and its body. */
export type DocumentedExample = {
  readonly id: string;
  readonly method: string;
  /** From the top of the API, with parameters. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly followed: boolean;
  /** What of an answer is not as the document says; null: nothing. */
  faultOf(status: number, contentType: string, body: string): string | null;
};

/** What the document gives as the example of each operation, by its operationId. */
export function documentedExamples(document: object): ReadonlyMap<string, DocumentedExample> {
  const { paths } = resolved(document) as { paths: Record<string, Record<string, Operation>> };
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': true, byte: true } });
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => exampleOf(ajv, method, path, operation)),
  );
  return new Map(all.map(one => [one.id, one]));
}

/** Of several parameters one has to be there, which the document says in words. */
const more: Readonly<Record<string, string>> = { readRecords: 'partition' };

function exampleOf(ajv: Ajv2020, method: string, path: string, operation: Operation): DocumentedExample {
  const { operationId, parameters = [], requestBody, responses } = operation;
  const given = (name: string) => parameters.find(one => one.in === 'path' && one.name === name)?.example;
  const [media] = Object.values(requestBody?.content ?? {});
  const body = media?.example ?? Object.values(media?.examples ?? {})[0]?.value;
  const query = parameters.filter(
    one => one.in === 'query' && (one.required === true || more[operationId] === one.name),
  );
  const asked = new URLSearchParams(query.map((one): [string, string] => [one.name, String(one.example)])).toString();
  const [type] = Object.keys(requestBody?.content ?? {});
  return {
    id: operationId,
    followed: Object.keys(responses[200]?.content ?? {}).includes('text/event-stream'),
    method: method.toUpperCase(),
    url: path.replaceAll(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(given(name)))) + (asked && `?${asked}`),
    headers: { prefer: 'wait=10', ...(type !== undefined && { 'content-type': type }) },
    body: body === undefined ? null : JSON.stringify(body),
    faultOf: (status, contentType, text) => {
      const documented = responses[status];
      if (documented === undefined) return `${status} is not documented: ${text}`;
      const found = Object.entries(documented.content ?? {}).find(([one]) => contentType.startsWith(one));
      if (found === undefined) return text === '' ? null : `${contentType} is not documented for ${status}`;
      const [name, { schema }] = found;
      if (!name.endsWith('json') || schema === undefined) return null;
      return ajv.validate(schema, JSON.parse(text)) ? null : `${status}: ${ajv.errorsText()}: ${text}`;
    },
  };
}
