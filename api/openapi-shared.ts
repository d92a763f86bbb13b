import { type ProblemCode, problemMediaType, problemType } from './errors.ts';

type Schema = {
  readonly type?: string | readonly string[];
  readonly properties?: { readonly code?: { readonly enum?: readonly ProblemCode[] } };
};
type Answer = { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> };
type Operation = {
  requestBody?: Answer & { required?: boolean };
  responses?: Record<string, Answer | { $ref: string }>;
};
type Document = {
  paths?: Record<string, Record<string, Operation>>;
  components?: { responses?: Record<string, unknown> };
};

/**
 * Has answers that are problems stand once, under components, and operations refer to them: the document is a third of
 * the size, and types that are made of it have one name for each. And says which bodies may be left out.
 */
export function withSharedAnswers<D extends object>(document: D): D {
  const { paths = {}, components } = document as Document;
  const names = new Map<string, string>();
  const shared: Record<string, unknown> = {};
  const refer = (answer: Answer | { $ref: string }): Answer | { $ref: string } => {
    const name = '$ref' in answer ? null : nameOf(answer);
    if (name === null) return answer;
    const text = JSON.stringify(answer);
    if (!names.has(text)) {
      const free = unused(name, shared);
      names.set(text, free);
      shared[free] = answer;
    }
    return { $ref: `#/components/responses/${names.get(text)}` };
  };
  const operation = (one: Operation): Operation => ({
    ...one,
    ...(one.requestBody && { requestBody: { ...one.requestBody, required: !mayBeLeftOut(one.requestBody) } }),
    ...(one.responses && {
      responses: Object.fromEntries(Object.entries(one.responses).map(([status, answer]) => [status, refer(answer)])),
    }),
  });
  const referring = Object.fromEntries(
    Object.entries(paths).map(([path, item]) => [
      path,
      Object.fromEntries(Object.entries(item).map(([method, one]) => [method, operation(one)])),
    ]),
  );
  return { ...document, paths: referring, components: { ...components, responses: shared } };
}

/** No body is taken for null (validation.ts). */
function mayBeLeftOut({ content = {} }: Answer): boolean {
  return Object.values(content).every(({ schema }) => [schema?.type].flat().includes('null'));
}

/** After the first code that it may have, such as InputInvalid; null where it is no problem. */
function nameOf({ content }: Answer): string | null {
  const [code] = content?.[problemMediaType]?.schema?.properties?.code?.enum ?? [];
  if (code === undefined) return null;
  return problemType(code)
    .slice('/problems/'.length)
    .replace(/(^|-)([a-z])/g, (_, _dash, letter: string) => letter.toUpperCase());
}

function unused(name: string, taken: Readonly<Record<string, unknown>>): string {
  for (let n = 1; ; n++) {
    const numbered = n === 1 ? name : `${name}${n}`;
    if (taken[numbered] === undefined) return numbered;
  }
}
