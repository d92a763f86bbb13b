import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { type Finding, isBlocking } from '../../schemas/check/finding.ts';
import { reportOf } from '../../schemas/check/render/json.ts';
import { reportSchema } from '../../schemas/check/report-schema.ts';
import { problem, sendProblem } from '../errors.ts';
import { answer, id, list, object, problemAnswer, text } from './schemas.ts';

export type SchemaAnswer = {
  readonly findings: readonly Finding[];
  /** At which it was checked. */
  readonly level: string;
  /** Versions that the registry lists, oldest first. */
  readonly comparedWith: readonly number[];
  /** Whether it would pass at each level, against the same versions; none where it is no schema. */
  readonly levels: readonly { readonly level: string; readonly compatible: boolean }[];
};

export type SchemaCheckDependencies = {
  /** Rejects with a LongplayError LP_REGISTRY_… where the registry cannot be asked. */
  check(subject: string, candidate: string): Promise<SchemaAnswer>;
};

const LONGEST_SCHEMA = 500_000;

const EXAMPLE = '{"type":"record","name":"Note","fields":[{"name":"text","type":"string","default":""}]}';

const schema = {
  operationId: 'checkSchema',
  summary: 'Whether a schema may follow the versions of a subject, and if not, why',
  description: 'Compared with every released version, in both directions. Nothing is registered.',
  tags: ['schemas'],
  params: object({ subject: id('The registry’s subject.', 'longplay.orders-value') }, ['subject']),
  body: object(
    { schema: text('The schema, as the text of its file: places in it are answered.', LONGEST_SCHEMA, EXAMPLE) },
    ['schema'],
  ),
  response: {
    200: {
      ...answer({
        ...reportSchema.properties,
        compatible: { type: 'boolean', description: 'Whether there is no error among the findings.' },
        level: { type: 'string', description: 'The level that the subject is checked at.' },
        levels: list(
          answer({ level: { type: 'string' }, compatible: { type: 'boolean' } }),
          'Whether it would pass at each level, against the same versions. None: it is no schema.',
        ),
        comparedWith: {
          type: 'array',
          items: { type: 'integer' },
          description:
            'Versions of the subject that the registry lists, oldest first; released ones and those of other subjects with this schema are compared too.',
        },
      }),
      description:
        'What the command line says of it: `npx longplay schemas check --json`, against the releases and the registry. Topics are not scanned, and fewer fixes are tried for large schemas.',
    },
    503: problemAnswer('The registry does not answer.', 'LP_API_UNAVAILABLE'),
  },
};

/** The check of the command line, for tools of others: nothing is registered. */
export const schemaCheckRoutes: FastifyPluginAsync<{ schemas: SchemaCheckDependencies }> = async (app, { schemas }) => {
  type Asked = { Params: { subject: string }; Body: { schema: string } };
  app.post<Asked>(
    '/schemas/:subject/compatibility',
    { schema, config: { needs: ['operator'] } },
    async (request, reply) => {
      const { subject } = request.params;
      try {
        const { findings, ...told } = await schemas.check(subject, request.body.schema);
        const compatible = !findings.some(finding => isBlocking(finding));
        return { ...reportOf(findings), compatible, ...told };
      } catch (error) {
        if (!(error instanceof LongplayError) || !error.code.startsWith('LP_REGISTRY_')) throw error;
        request.log.warn({ err: error }, 'the registry could not be asked');
        return sendProblem(reply.header('retry-after', 1), problem('LP_API_UNAVAILABLE', error.message));
      }
    },
  );
};
