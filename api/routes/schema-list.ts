import { setImmediate } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { releasedSchemas, releaseOf, schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import { afterListening } from '../after-listening.ts';
import type { TopicReader } from '../follow/context.ts';
import { knownFingerprints, type RegisteredSchemas, schemaFingerprint } from '../follow/registered.ts';
import { answer, id, list, listAnswers, object, readAnswers, wholeNumber } from './schemas.ts';

const tags = ['schemas'];
const fingerprint = { type: 'string', description: 'SHA-256 of the text without white space, in hexadecimal.' };

const entryFields = {
  topic: { type: 'string', description: 'Without the installation’s prefix.' },
  subject: { type: 'string', description: 'The registry’s.' },
  record: { type: 'string', description: 'Name of the root record.' },
  compatibility: { type: 'string', description: 'The level that the subject is checked at.' },
  fingerprint: { ...fingerprint, description: `Of the schema that this program writes. ${fingerprint.description}` },
  writtenBy: list({ type: 'string' }, 'Who writes the topic: its owner first.'),
  readBy: list(
    answer({
      name: { type: 'string' },
      kind: { type: 'string', enum: ['processor', 'projection'] },
      as: {
        type: 'string',
        enum: ['cause', 'table', 'own', 'treatment', 'view'],
        description:
          '`cause`: it decides by it; `table`: it looks things up in it; `own`: it is its state; `treatment`: its cases and operations; `view`: a read model is made of it.',
      },
      fields: list(
        { type: 'string' },
        'Names of fields, at any depth, that stand in its code: it uses no field of another name.',
      ),
    }),
    'Who in this program reads the topic. None: nobody, or it is not told here.',
  ),
  released: list(
    answer({
      version: { type: 'integer' },
      release: { type: ['string', 'null'], description: 'The first release that had it.' },
      fingerprint,
    }),
    'Versions that releases have frozen, oldest first.',
  ),
  registered: list(
    answer({ version: { type: 'integer' }, id: { type: 'integer' }, fingerprint, links: { type: 'object' } }),
    'Versions that the registry lists, oldest first; records name them by their id.',
  ),
};

const example = {
  topic: 'orders',
  subject: 'longplay.orders-value',
  record: 'Order',
  compatibility: 'FULL_TRANSITIVE',
  fingerprint: '3c056a5ca53dc641a01a94fd303cb63d9de58623225584b0a7c33e8fef1d6c69',
  writtenBy: ['orders'],
  readBy: [{ name: 'payments', kind: 'processor', as: 'cause', fields: ['orderId', 'status', 'total'] }],
  released: [
    { version: 1, release: '0.1.0', fingerprint: '3c056a5ca53dc641a01a94fd303cb63d9de58623225584b0a7c33e8fef1d6c69' },
  ],
  registered: [
    {
      version: 1,
      id: 2,
      fingerprint: '3c056a5ca53dc641a01a94fd303cb63d9de58623225584b0a7c33e8fef1d6c69',
      links: { self: '/schemas/orders/versions/1' },
    },
  ],
};

const listSchema = {
  operationId: 'listSchemas',
  summary: 'List the schema of every topic, with its versions',
  description:
    'What this program writes, what releases have frozen, what the registry lists (up to ten seconds old), who writes each topic, and who reads which fields of it.',
  tags,
  response: listAnswers(
    { ...answer({ schemas: list(answer(entryFields)) }), examples: [{ schemas: [example] }] },
    'In the order of the catalogue.',
  ),
};

const versionSchema = {
  operationId: 'readSchemaVersion',
  summary: 'Read a version of a topic’s schema',
  description: 'The Avro schema as it was registered, with its documentation and what marks personal fields.',
  tags,
  params: object(
    {
      subject: id('The topic’s name, or the registry’s subject.', 'orders'),
      version: wholeNumber('As the registry counts.', 1, 1),
    },
    ['subject', 'version'],
  ),
  response: readAnswers(
    {
      ...answer({
        topic: { type: 'string' },
        subject: { type: 'string' },
        version: { type: 'integer' },
        id: { type: 'integer', description: 'By which records name it.' },
        fingerprint,
        schema: { type: 'object', description: 'The Avro schema.' },
      }),
      examples: [
        {
          topic: 'orders',
          subject: 'longplay.orders-value',
          version: 1,
          id: 2,
          fingerprint: example.fingerprint,
          schema: { type: 'record', name: 'Order', namespace: 'longplay.orders', fields: [] },
        },
      ],
    },
    'The version.',
  ),
};

/** Not `prefix`: that would be one of its addresses. */
export type SchemaListDependencies = {
  readonly registered: RegisteredSchemas;
  readonly installation: string;
  readonly readers?: ((topic: string) => readonly TopicReader[]) | null;
};

/** What is said on each topic, in every version. */
export const schemaListRoutes: FastifyPluginAsync<SchemaListDependencies> = async (app, options) => {
  const { registered, installation: prefix, readers = null } = options;
  const subjectOf = ({ name }: TopicDefinition): string => valueSubject(topicName(prefix, name));
  const config = { needs: ['operator'] } as const;

  /** By topic. A registry that is away is not our fault, nor the client's. */
  const versions = async (): ReturnType<typeof registered.all> => {
    try {
      return await registered.all();
    } catch (cause) {
      if (!(cause instanceof LongplayError) || !cause.code.startsWith('LP_REGISTRY_')) throw cause;
      throw new LongplayError('LP_API_UNAVAILABLE', `The registry cannot be asked: ${cause.message}`, { cause });
    }
  };

  /** What this program says of a topic does not change while it runs. */
  const described = new Map<string, ReturnType<typeof describe>>();
  const ofProgram = (topic: TopicDefinition): ReturnType<typeof describe> => {
    const known = described.get(topic.name) ?? describe(topic);
    described.set(topic.name, known);
    return known;
  };
  const describe = (topic: TopicDefinition) => ({
    topic: topic.name,
    subject: subjectOf(topic),
    record: topic.record,
    compatibility: topic.compatibility,
    fingerprint: schemaFingerprint(schemaText(topic)),
    writtenBy: [topic.owner, ...topic.alsoWrittenBy],
    readBy: readers?.(topic.name) ?? [],
    released: releasedSchemas(topic.schema).map(({ version, schema }) => ({
      version: Number(version),
      release: releaseOf(topic.schema).get(Number(version)) ?? null,
      fingerprint: schemaFingerprint(JSON.stringify(schema)),
    })),
  });
  const fingerprints = knownFingerprints();

  afterListening(app, async () => {
    for (const topic of topics) {
      ofProgram(topic);
      await setImmediate();
    }
    for (const all of (await registered.all()).values()) for (const { schema } of all) fingerprints.of(schema);
  });

  app.get('/schemas', { schema: listSchema, config }, async () => {
    const all = await versions();
    return {
      schemas: topics.map(topic => ({
        ...ofProgram(topic),
        registered: (all.get(topic.name) ?? []).map(({ version, id, schema }) => ({
          version,
          id,
          fingerprint: fingerprints.of(schema),
          links: { self: `/schemas/${topic.name}/versions/${version}` },
        })),
      })),
    };
  });

  app.get<{ Params: { subject: string; version: number } }>(
    '/schemas/:subject/versions/:version',
    { schema: versionSchema, config },
    async request => {
      const { subject, version } = request.params;
      const topic = topics.find(one => one.name === subject || subjectOf(one) === subject);
      if (topic === undefined) throw new LongplayError('LP_API_NOT_FOUND', `No topic has the subject ${subject}.`);
      const found = (await versions()).get(topic.name)?.find(one => one.version === version);
      if (found === undefined) {
        throw new LongplayError('LP_API_NOT_FOUND', `The registry lists no version ${version} of ${subjectOf(topic)}.`);
      }
      return {
        topic: topic.name,
        subject: found.subject,
        version,
        id: found.id,
        fingerprint: fingerprints.of(found.schema),
        schema: JSON.parse(found.schema),
      };
    },
  );
};
