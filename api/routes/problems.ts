import type { FastifyPluginAsync } from 'fastify';
import { errorCatalogue } from '../../runtime/errors.ts';
import { problem, problemCodes, problemType, sendProblem } from '../errors.ts';

/** What a problem's `type` points to: its meaning and its remedy. */
export const problemRoutes: FastifyPluginAsync = async app => {
  app.get<{ Params: { name: string } }>('/problems/:name', async (request, reply) => {
    const code = problemCodes.find(code => problemType(code) === `/problems/${request.params.name}`);
    if (code === undefined) return sendProblem(reply, problem('LP_API_NOT_FOUND', 'No problem has this name.'));
    const { type, title, status } = problem(code);
    return { type, title, status, code, ...errorCatalogue[code] };
  });
};
