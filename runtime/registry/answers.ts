import { LongplayError } from '../errors.ts';
import { quote, type RegistryAnswer } from './transport.ts';

export type CompatibilityLevel =
  | 'NONE'
  | 'BACKWARD'
  | 'BACKWARD_TRANSITIVE'
  | 'FORWARD'
  | 'FORWARD_TRANSITIVE'
  | 'FULL'
  | 'FULL_TRANSITIVE';

export type RegisteredVersion = {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
};

/**
 * A 404 that is about the thing asked for. One without a registry's error code (404xx) comes from a proxy or a wrong
 * base path, and must not pass for "no such schema": every record would be parked.
 */
export function isMissing({ status, body }: RegistryAnswer): boolean {
  const code = isObject(body) ? body.error_code : undefined;
  return status === 404 && typeof code === 'number' && code >= 40_400 && code < 40_500;
}

export function accepted(answer: RegistryAnswer, doing: string): unknown {
  if (answer.status >= 200 && answer.status < 300 && isObject(answer.body)) return answer.body;
  const said = `${answer.status}: ${quote(answer.body)}`;
  if (answer.status < 400 || answer.status === 404) throw unexpected(`${doing} answered ${said}`);
  const remedy = remedies[answer.status];
  throw new LongplayError('LP_REGISTRY_REFUSED', `The schema registry refused ${doing} with ${said}`, {
    ...(remedy !== undefined && { remedy }),
  });
}

const remedies: Readonly<Record<number, string>> = {
  401: 'Set SCHEMA_REGISTRY_USERNAME and SCHEMA_REGISTRY_PASSWORD to an account of this registry.',
  403: 'Give this account the right to read and register schemas, and to read and set compatibility levels.',
};

function unexpected(message: string): LongplayError {
  return new LongplayError(
    'LP_REGISTRY_UNEXPECTED',
    `What stands at the registry’s URL is no schema registry: ${message}`,
  );
}

export function refuseForeign(body: unknown, id: number): void {
  const { schemaType, references } = body as { schemaType?: unknown; references?: unknown };
  if (schemaType !== undefined && schemaType !== null && schemaType !== 'AVRO') {
    throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', `Schema ${id} is ${String(schemaType)}; only Avro is read.`);
  }
  if (Array.isArray(references) && references.length > 0) {
    const message = `Schema ${id} refers to other subjects; only schemas that stand by themselves are read.`;
    throw new LongplayError('LP_REGISTRY_SCHEMA_UNKNOWN', message);
  }
}

const levels: readonly string[] = [
  'NONE',
  'BACKWARD',
  'BACKWARD_TRANSITIVE',
  'FORWARD',
  'FORWARD_TRANSITIVE',
  'FULL',
  'FULL_TRANSITIVE',
] satisfies CompatibilityLevel[];

export function levelOf(body: unknown): CompatibilityLevel {
  const level = field(body, 'compatibilityLevel', 'string').toUpperCase();
  if (!levels.includes(level)) throw unexpected(`it knows a level ${level}`);
  return level as CompatibilityLevel;
}

export function versionOf(body: unknown): RegisteredVersion {
  return {
    subject: field(body, 'subject', 'string'),
    version: field(body, 'version', 'number'),
    id: field(body, 'id', 'number'),
    schema: field(body, 'schema', 'string'),
  };
}

type Primitives = { readonly string: string; readonly number: number };

export function field<T extends keyof Primitives>(body: unknown, name: string, type: T): Primitives[T] {
  const value = isObject(body) ? body[name] : undefined;
  if (typeof value !== type) throw unexpected(`an answer without "${name}": ${quote(body)}`);
  return value as Primitives[T];
}

export function list<T extends keyof Primitives>(body: unknown, type: T): Primitives[T][] {
  if (!Array.isArray(body) || body.some(item => typeof item !== type)) throw unexpected(`no list: ${quote(body)}`);
  return body as Primitives[T][];
}

function isObject(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null;
}
