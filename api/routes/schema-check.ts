import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { subjectVersions } from '../../runtime/schema-sources/registry.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import type { Acceptance } from '../../schemas/check/acceptances.ts';
import { checkSchema } from '../../schemas/check/check.ts';
import { isBlocking } from '../../schemas/check/finding.ts';
import { reportOf } from '../../schemas/check/render/json.ts';
import { reportSchema } from '../../schemas/check/report-schema.ts';
import { topics } from '../../schemas/topics.ts';
import { problem, sendProblem } from '../errors.ts';
import { answer, id, object, problemAnswer, text } from './schemas.ts';

export type SchemaCheckDependencies = {
  readonly registry: SchemaRegistry;
  readonly prefix: string;
  /** Warnings that somebody has accepted, as they were committed when this process started. Default: none. */
  readonly acceptances?: readonly Acceptance[];
};

const LONGEST_SCHEMA = 500_000;

const schema = {
  operationId: 'checkSchema',
  summary: 'Whether a schema may follow the versions of a subject, and if not, why',
  tags: ['schemas'],
  params: object({ subject: id('The registry’s subject.', 'longplay.orders-value') }, ['subject']),
  body: object({ schema: text('The schema, as the text of its file: places in it are answered.', LONGEST_SCHEMA) }, [
    'schema',
  ]),
  response: {
    200: {
      ...answer({
        ...reportSchema.properties,
        compatible: { type: 'boolean', description: 'Whether there is no error among the findings.' },
        level: { type: 'string', description: 'The level that the subject is checked at.' },
        comparedWith: {
          type: 'array',
          items: { type: 'integer' },
          description: 'Versions that the registry lists, oldest first.',
        },
      }),
      description:
        'What the command line says of it: `npx longplay schemas check --json`. A warning whose acceptance is committed beside the schemas says who accepted it, and why.',
    },
    503: problemAnswer('The registry does not answer.', 'LP_API_UNAVAILABLE'),
  },
};

/** The check of the command line, for tools of others: nothing is registered. */
export const schemaCheckRoutes: FastifyPluginAsync<{ schemas: SchemaCheckDependencies }> = async (app, { schemas }) => {
  type Asked = { Params: { subject: string }; Body: { schema: string } };
  app.post<Asked>('/schemas/:subject/compatibility', { schema }, async (request, reply) => {
    const { subject } = request.params;
    try {
      return await findingsOf(schemas, subject, request.body.schema);
    } catch (error) {
      if (!(error instanceof LongplayError) || !error.code.startsWith('LP_REGISTRY_')) throw error;
      request.log.warn({ err: error }, 'the registry could not be asked');
      return sendProblem(reply.header('retry-after', 1), problem('LP_API_UNAVAILABLE', error.message));
    }
  });
};

async function findingsOf(
  { registry, prefix, acceptances = [] }: SchemaCheckDependencies,
  subject: string,
  candidate: string,
) {
  const topic = topics.find(({ name }) => valueSubject(topicName(prefix, name)) === subject);
  const listed = (await subjectVersions(registry, [subject], { deleted: false })).get(subject) ?? [];
  const level = topic?.compatibility ?? (await registry.level(subject)) ?? (await registry.globalLevel());
  const findings = checkSchema({
    level,
    candidate,
    previous: listed.map(({ version, schema: text }) => ({ version, schema: text })),
    // As the command line calls it, so that a fingerprint is the same here and there.
    subject: topic?.schema ?? subject,
    acceptances,
  });
  const compatible = !findings.some(finding => isBlocking(finding));
  return { ...reportOf(findings), compatible, level, comparedWith: listed.map(({ version }) => version) };
}
