import type { FastifyPluginAsync } from 'fastify';
import { errorCatalogue } from '../../runtime/errors.ts';
import { problem, problemCodes, problemType, sendProblem } from '../errors.ts';
import { answer, object, readAnswers, text } from './schemas.ts';

const schema = {
  operationId: 'readProblem',
  summary: 'What a problem means, and what to do about it',
  description: 'What the type of a problem points to: its meaning and its remedy, in words that stay.',
  tags: ['operations'],
  params: object({ name: text('The last part of the problem’s type.', 100, 'input-invalid') }, ['name']),
  response: readAnswers(
    answer({
      type: { type: 'string' },
      title: { type: 'string' },
      status: { type: 'integer' },
      code: { type: 'string' },
      meaning: { type: 'string' },
      remedy: { type: 'string' },
    }),
    'The problem, explained.',
  ),
};

/** What a problem's `type` points to: its meaning and its remedy. */
export const problemRoutes: FastifyPluginAsync = async app => {
  app.get<{ Params: { name: string } }>(
    '/problems/:name',
    { schema, config: { needs: null } },
    async (request, reply) => {
      const code = problemCodes.find(code => problemType(code) === `/problems/${request.params.name}`);
      if (code === undefined) return sendProblem(reply, problem('LP_API_NOT_FOUND', 'No problem has this name.'));
      const { type, title, status } = problem(code);
      return { type, title, status, code, ...errorCatalogue[code] };
    },
  );
};
