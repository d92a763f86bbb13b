import { type Break, collect, type Report } from './break.ts';
import { compareSchemas, type Direction, type Schema } from './json-schema.ts';
import { resolved } from './resolved.ts';

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Parameter = { readonly in: string; readonly name: string; readonly required?: boolean; readonly schema?: Schema };
type Operation = {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses?: Readonly<Record<string, { readonly content?: Content }>>;
  readonly security?: readonly object[];
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly security?: readonly object[];
};
type Named = { readonly name: string; readonly path: string; readonly operation: Operation };

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace']);

/**
 * What a client of `before` can notice in `now`: operations, parameters, bodies and answers that are gone, narrowed
 * (requests) or widened (answers), and authentication where there was none. Not covered: behaviour, headers of answers,
 * limits, and scopes that an operation needs.
 */
export function openApiBreaks(before: object, now: object): Break[] {
  const [old, fresh] = [resolved(before) as Document, resolved(now) as Document];
  const left = operationsOf(fresh);
  return collect(report => {
    for (const [shape, { name, path, operation }] of operationsOf(old)) {
      const found = left.get(shape);
      if (found === undefined) report('operation-removed', name, 'it is gone.');
      else {
        compareParameters(name, parametersOf(path, operation), parametersOf(found.path, found.operation), report);
        compareBody(name, operation, found.operation, report);
        compareAnswers(name, operation, found.operation, report);
        if (isOpen(operation, old) && !isOpen(found.operation, fresh)) {
          report('authentication-required', name, 'it asks who calls now.');
        }
      }
    }
  });
}

/** Clients don't see what a parameter of a path is called. */
function operationsOf({ paths }: Document): Map<string, Named> {
  const all = Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => methods.has(method))
      .map(([method, operation]) => ({
        name: `${method.toUpperCase()} ${path}`,
        path,
        operation: operation as Operation,
      })),
  );
  return new Map(all.map(each => [each.name.replaceAll(/\{[^}]*\}/g, '{}'), each]));
}

const isOpen = ({ security }: Operation, document: Document): boolean => {
  const asked = security ?? document.security ?? [];
  return asked.length === 0 || asked.some(one => Object.keys(one).length === 0);
};

/** By place and name; those of the path by their number. */
function parametersOf(path: string, { parameters = [] }: Operation): Map<string, Parameter> {
  const inPath = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name]) => name);
  return new Map(
    parameters.map(one => {
      const name = one.in === 'header' ? one.name.toLowerCase() : one.name;
      return [one.in === 'path' ? `path ${inPath.indexOf(one.name) + 1}` : `${one.in} ${name}`, one];
    }),
  );
}

type Parameters = ReadonlyMap<string, Parameter>;

function compareParameters(operation: string, from: Parameters, to: Parameters, report: Report): void {
  for (const [name, before] of from) {
    const [where, now] = [`${operation} ${name}`, to.get(name)];
    if (now === undefined) report('parameter-removed', where, 'it is no longer taken.');
    else {
      compareSchemas(before.schema, now.schema, { direction: 'request', where, report });
      if (now.required === true && before.required !== true)
        report('parameter-required', where, 'it has to be sent now.');
    }
  }
  for (const [name, { required }] of to) {
    if (!from.has(name) && required === true)
      report('parameter-required', `${operation} ${name}`, 'it has to be sent now.');
  }
}

function compareBody(operation: string, from: Operation, to: Operation, report: Report): void {
  const where = `${operation} body`;
  if (to.requestBody?.required === true && from.requestBody?.required !== true) {
    report('body-required', where, 'it has to be sent now.');
  }
  compareContent(where, from.requestBody?.content, to.requestBody?.content, 'request', report);
}

function compareAnswers(operation: string, from: Operation, to: Operation, report: Report): void {
  for (const [status, answer] of Object.entries(from.responses ?? {})) {
    const [where, now] = [`${operation} ${status}`, to.responses?.[status]];
    if (now === undefined) report('status-removed', where, 'it is not answered any more.');
    else compareContent(where, answer.content, now.content, 'response', report);
  }
}

function compareContent(
  where: string,
  from: Content = {},
  to: Content = {},
  direction: Direction,
  report: Report,
): void {
  for (const [media, { schema }] of Object.entries(from)) {
    const now = to[media];
    if (now === undefined) report(`${direction}-media-removed`, where, `${media} is gone.`, media);
    else if (media === 'application/problem+json') {
      compareSchemas(anyCode(schema), anyCode(now.schema), { direction, where, report });
    } else compareSchemas(schema, now.schema, { direction, where, report });
  }
}

/** Problems may get further codes: whoever does not know one goes by the status (RFC 9457, 3.1.1). */
function anyCode(schema: Schema): Schema {
  if (typeof schema !== 'object') return schema;
  const properties = schema.properties as Readonly<Record<string, object>> | undefined;
  return { ...schema, properties: { ...properties, code: { ...properties?.code, enum: undefined } } };
}
