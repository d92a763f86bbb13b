/** As much of an OpenAPI document as is asked here. */
export type ApiDocument = {
  readonly info: object;
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
};

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/** The document as it is kept: of the version that is being released, paths in order of their names. */
export function baselineOf(document: ApiDocument, version: string): ApiDocument {
  const paths = Object.entries(document.paths).sort(([a], [b]) => (a < b ? -1 : 1));
  return { ...document, info: { ...document.info, version }, paths: Object.fromEntries(paths) };
}

/** The same of the topics. */
export function asyncBaselineOf(document: object, version: string): object {
  const { info } = document as { info: object };
  return { ...document, info: { ...info, version } };
}

/** Operations that a document doesn't have any more, such as `GET /orders/{orderId}`. */
export function removedOperations(before: ApiDocument, now: ApiDocument): string[] {
  const left = new Set(operationsOf(now).map(({ shape }) => shape));
  return operationsOf(before)
    .filter(({ shape }) => !left.has(shape))
    .map(({ name }) => name);
}

/** Clients don't see what a parameter of a path is called. */
function operationsOf({ paths }: ApiDocument): { name: string; shape: string }[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter(method => methods.has(method))
      .map(method => `${method.toUpperCase()} ${path}`)
      .map(name => ({ name, shape: name.replaceAll(/\{[^}]*\}/g, '{}') })),
  );
}
