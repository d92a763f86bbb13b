import { comment, type Field, fields, key, type Schema, typeOf, type Use } from './json-schema-types.ts';

type Content = Readonly<Record<string, { readonly schema?: Schema }>>;
type Answer = { readonly content?: Content; readonly $ref?: string; readonly description?: string };
type Parameter = {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
};
type Operation = {
  readonly operationId: string;
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, Answer>>;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components?: { readonly responses?: Readonly<Record<string, Answer>> };
};

/**
 * The types of an OpenAPI document in the shape that openapi-fetch reads: `Paths` by path and method, a type for each
 * operation, and for each answer that several share. Documents of ours only: see what typeOf knows.
 */
export function clientTypes(document: object): string {
  const { paths, components } = document as Document;
  const operations = Object.values(paths).flatMap(item => Object.values(item));
  const shared = Object.entries(components?.responses ?? {});
  return [
    '// Generated from the OpenAPI document by `npm run generate`; do not edit.',
    `export type Paths = {\n${Object.entries(paths).map(pathType).join('')}};`,
    ...operations.map(operationType),
    ...shared.map(
      ([name, answer]) => `${comment(answer.description, '')}export type ${name} = ${answerType(answer, '')};`,
    ),
    '',
  ].join('\n\n');
}

function pathType([path, item]: [string, Readonly<Record<string, Operation>>]): string {
  const methods = Object.entries(item).map(([method, { operationId }]) => `    ${method}: ${pascal(operationId)};\n`);
  return `  ${key(path)}: {\n${methods.join('')}  };\n`;
}

function operationType(operation: Operation): string {
  const { operationId, summary, description, requestBody, responses } = operation;
  const told = [summary && `${summary}.`, description].filter(Boolean).join(' ');
  const answers = Object.entries(responses).map(
    ([status, answer]) => `    ${status}: ${answer.$ref?.split('/').at(-1) ?? answerType(answer, '    ')};\n`,
  );
  const body = requestBody && `  requestBody${requestBody.required ? '' : '?'}: ${bodyType(requestBody.content)};\n`;
  return `${comment(told, '')}export type ${pascal(operationId)} = {\n${parametersType(operation)}${body ?? ''}  responses: {\n${answers.join('')}  };\n};`;
}

function parametersType({ parameters = [] }: Operation): string {
  if (parameters.length === 0) return '';
  const places = ['path', 'query', 'header'].flatMap(place => {
    const here = parameters.filter(one => one.in === place).map(fieldOf);
    if (here.length === 0) return [];
    const optional = here.some(({ required }) => required) ? '' : '?';
    return [`    ${place}${optional}: ${fields(here, 'asked', '    ')};\n`];
  });
  return `  parameters: {\n${places.join('')}  };\n`;
}

const fieldOf = ({ name, schema, required = false, description }: Parameter): Field => ({
  name,
  schema: description === undefined ? schema : { ...schema, description },
  required,
});

const bodyType = (content: Content): string => `{\n    content: ${contentType(content, 'asked', '    ')};\n  }`;

function answerType({ content }: Answer, indent: string): string {
  const inner = `${indent}  `;
  const body = content === undefined ? 'content?: never' : `content: ${contentType(content, 'answered', inner)}`;
  return `{\n${inner}headers: Record<string, unknown>;\n${inner}${body};\n${indent}}`;
}

function contentType(content: Content, use: Use, indent: string): string {
  const inner = `${indent}  `;
  const media = Object.entries(content).map(
    ([type, { schema }]) => `${inner}${key(type)}: ${typeOf(schema, use, inner)};\n`,
  );
  return `{\n${media.join('')}${indent}}`;
}

const pascal = (operationId: string): string => `${operationId[0]?.toUpperCase()}${operationId.slice(1)}`;
