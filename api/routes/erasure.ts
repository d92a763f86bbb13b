import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { type ErasureDesk, isRunning, type RunningScan } from '../../runtime/erasure/desk.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { sendConditional } from '../conditional.ts';
import { problem, sendProblem } from '../errors.ts';
import type { Database } from './database.ts';
import { beginSchema, readSchema } from './erasure-schemas.ts';

type Named = { Params: { customerId: string } };

const path = '/customers/:customerId/erasure';
const config = { needs: ['operator', 'admin'] } as const;

type Options = {
  readonly desk: ErasureDesk;
  /** Asks the database, within its time. Default: as long as it takes. */
  readonly ask?: Database['ask'];
};

/** The proof that nothing readable is left of a customer who was erased. */
export const erasureRoutes: FastifyPluginAsync<Options> = async (
  app,
  { desk, ask = answer => Promise.resolve(answer) },
) => {
  let asked = false;
  // Before what is under way is waited for: whoever waits for the beginning of a search is answered then.
  app.addHook('preClose', async () => {
    if (asked) await desk.close();
  });

  app.post<Named>(path, { schema: beginSchema, config }, async (request, reply) => {
    asked = true;
    return sendRunning(reply, await told(desk.begin(request.params.customerId)));
  });

  app.get<Named>(path, { schema: readSchema, config }, async (request, reply) => {
    const { customerId } = request.params;
    const found = await told(ask(desk.find(customerId)));
    if (found === null) {
      const detail = `The erasure of ${customerId} has no certificate yet; POST here searches for what is left.`;
      return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
    }
    return isRunning(found) ? sendRunning(reply, found) : sendConditional(request, reply, found);
  });
};

function sendRunning(reply: FastifyReply, { customerId, phase, read, startedAt }: RunningScan): FastifyReply {
  const self = `/customers/${encodeURIComponent(customerId)}/erasure`;
  reply.code(202).header('location', self).header('cache-control', 'no-store');
  return reply.send({
    customerId,
    status: 'searching',
    phase,
    read,
    startedAt: new Date(startedAt).toISOString(),
    links: { self },
  });
}

/** In the API's words. */
async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (cause) {
    if (!(cause instanceof LongplayError)) throw cause;
    const code = { ...words }[cause.code as keyof typeof words];
    throw code === undefined ? cause : new LongplayError(code, cause.message, { cause });
  }
}

const words = {
  LP_ERASURE_CUSTOMER_UNKNOWN: 'LP_API_NOT_FOUND',
  LP_ERASURE_NOT_DONE: 'LP_API_ERASURE_NOT_DONE',
  LP_ERASURE_BUSY: 'LP_API_ERASURE_BUSY',
  // The process is being stopped; another one may answer.
  LP_ERASURE_INTERRUPTED: 'LP_API_UNAVAILABLE',
} as const;
