import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { parseSchemaFile, schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import { type Asking, common, type Request } from '../requests/request.ts';
import type { Caller } from '../security/caller.ts';
import type { Scope } from '../security/scopes.ts';
import { jsonSchemaOf } from './json-schema.ts';

/** A request in JSON: the record, without what is stamped where it is taken in. */
export type PublishedValue = Readonly<Record<string, unknown>>;

export type Publishing = {
  /** Where what the request is about can be read. */
  readonly resource: string;
  /** Its personal texts are sealed. */
  build(asking: Asking): Request;
};

type About = { readonly field: string; readonly at: string; readonly needs: Scope };

/** Where the key of a request stands in it, where its subject is read, and the scope that its own routes need. */
const ABOUT: Readonly<Record<string, About>> = {
  'order-requests': { field: 'orderId', at: '/orders', needs: 'shop' },
  'product-requests': { field: 'sku', at: '/products', needs: 'shop' },
  'stock-receipts': { field: 'sku', at: '/stock', needs: 'warehouse' },
  'customer-requests': { field: 'customerId', at: '/customers', needs: 'shop' },
  'shipment-requests': { field: 'orderId', at: '/shipments', needs: 'warehouse' },
  'welcome-pack-requests': { field: 'customerId', at: '/welcome-packs', needs: 'warehouse' },
};

/** Names of the topics that anybody may publish to: what comes in from outside. */
export const publishable: readonly string[] = Object.keys(ABOUT);

/**
 * Publishing is no way round the scope of the routes that ask the same: who runs the system does not thereby order, nor
 * erase a customer.
 *
 * @throws LP_API_FORBIDDEN
 */
export function mayPublish(name: string, { id, scopes }: Pick<Caller, 'id' | 'scopes'>): void {
  const needs = ABOUT[name]?.needs;
  if (needs === undefined || scopes.has('admin') || scopes.has(needs)) return;
  const has = [...scopes].join(', ') || 'none';
  throw new LongplayError('LP_API_FORBIDDEN', `Publishing to ${name} needs the scope ${needs} too; ${id} has ${has}.`);
}

const validators = new Map<string, ValidateFunction>();

/**
 * Checks a request that comes as JSON, and seals what is personal in it.
 *
 * @throws LP_API_TOPIC_OWNED, LP_API_NOT_FOUND; an error with `validation`, every bad field by its pointer; VaultError
 */
export async function publishing(name: string, value: PublishedValue, vault: Vault): Promise<Publishing> {
  const definition = topics.find(topic => topic.name === name);
  if (definition === undefined) throw new LongplayError('LP_API_NOT_FOUND', `No topic is named ${name}.`);
  const about = ABOUT[name];
  if (about === undefined) throw owned(definition);
  const faults = faultsOf(definition, value);
  if (faults.length > 0)
    throw Object.assign(new Error('Invalid input'), { validation: faults, validationContext: 'body' });
  const key = value[about.field] as string;
  const safe = await sealed(definition, value, vault);
  return {
    resource: `${about.at}/${encodeURIComponent(key)}`,
    build: asking => {
      const kind = String(value.type).toLowerCase().replaceAll('_', '-');
      const story = about.field === 'orderId' ? key : asking.id;
      const stamped = common(asking, `${name.slice(0, -1)}.${kind}`, story);
      return { topic: name, key, value: { ...safe, ...stamped, restsOn: safe.restsOn ?? [] } } as unknown as Request;
    },
  };
}

function owned({ name, kind, owner }: TopicDefinition): LongplayError {
  const what = kind === 'facts' ? 'holds facts, which' : 'holds what processors ask each other, which';
  const message = `${name} ${what} ${owner} alone writes. These take requests: ${publishable.join(', ')}.`;
  return new LongplayError('LP_API_TOPIC_OWNED', message);
}

type Fault = Pick<ErrorObject, 'instancePath' | 'keyword' | 'message' | 'params'>;

function faultsOf({ name, schema }: TopicDefinition, value: PublishedValue): Fault[] {
  const validate =
    validators.get(name) ??
    new Ajv({ allErrors: true, allowUnionTypes: true }).compile(jsonSchemaOf(parseSchemaFile(schema)));
  validators.set(name, validate);
  if (!validate(value)) return [...(validate.errors ?? [])];
  const key = value[ABOUT[name]?.field ?? ''];
  const faults: Fault[] = [];
  if (typeof key !== 'string' || key === '' || key.length > LONGEST_KEY) {
    faults.push(fault(ABOUT[name]?.field ?? '', `must have 1 to ${LONGEST_KEY} characters: it is the key`));
  }
  // A record with a body for each type has the one of its type filled, and no other.
  const types: readonly string[] = typesOf(parseSchemaFile(schema));
  for (const type of types) {
    const body = type.toLowerCase();
    if (!hasField(schema, body)) continue;
    if (type === value.type && value[body] == null) faults.push(fault(body, `is missing, as the type is ${type}`));
    if (type !== value.type && value[body] != null)
      faults.push(fault(body, `must be null, as the type is ${value.type}`));
  }
  return faults;
}

const LONGEST_KEY = 200;

const fault = (field: string, message: string): Fault => ({
  instancePath: `/${field}`,
  keyword: 'longplay',
  message,
  params: {},
});

const hasField = (schema: string, field: string): boolean =>
  parseSchemaFile(schema).fields.some(({ name }) => name === field);

function typesOf({ fields }: ReturnType<typeof parseSchemaFile>): readonly string[] {
  const type = fields.find(({ name }) => name === 'type')?.type;
  return (type as { readonly symbols?: readonly string[] } | undefined)?.symbols ?? [];
}

async function sealed(definition: TopicDefinition, value: PublishedValue, vault: Vault): Promise<PublishedValue> {
  try {
    return await createSealer<PublishedValue>(schemaText(definition), vault).seal(value);
  } catch (error) {
    if (!(error instanceof LongplayError) || error.code !== 'LP_CODEC_SUBJECT_MISSING') throw error;
    const validation = [fault('customerId', 'is missing: a text is personal, and nobody knows whose it is')];
    throw Object.assign(new Error('Invalid input'), { validation, validationContext: 'body' });
  }
}
