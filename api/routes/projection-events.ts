import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import type { ProjectionDesk } from '../../runtime/projector/desk.ts';
import { problem, sendProblem } from '../errors.ts';
import { eventsSchema } from './projection-schemas.ts';

const LOOK_EVERY_MS = 500;
/** A comment now and then, so that nothing between us and the client takes the silence for an end. */
const QUIET_FOR_MS = 15_000;

type Numbered = { Params: { name: string; id: number } };

/** How far an operation is, as it goes on: server-sent events, the last one named `end`. */
export const projectionEvents: FastifyPluginAsync<{ desk: ProjectionDesk }> = async (app, { desk }) => {
  const open = new Set<AbortController>();
  // A stream would hold the stop up for as long as the operation takes.
  app.addHook('preClose', async () => {
    for (const one of open) one.abort();
  });

  app.get<Numbered>('/projections/:name/operations/:id/events', { schema: eventsSchema }, async (request, reply) => {
    const { name, id } = request.params;
    const first = await desk.operation(name, id);
    if (first === null) return sendProblem(reply, problem('LP_API_NOT_FOUND', `There is no operation ${id} here.`));
    const closing = new AbortController();
    open.add(closing);
    reply.hijack();
    const { raw } = reply;
    raw.on('close', () => closing.abort());
    raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let said = '';
    let saidAt = 0;
    try {
      for (let now = first; !closing.signal.aborted; ) {
        const data = JSON.stringify(now);
        const ended = now.finishedAt !== null;
        if (data !== said) raw.write(`event: ${ended ? 'end' : 'progress'}\ndata: ${data}\n\n`);
        else if (Date.now() - saidAt > QUIET_FOR_MS) raw.write(': still at it\n\n');
        if (data !== said || Date.now() - saidAt > QUIET_FOR_MS) saidAt = Date.now();
        said = data;
        if (ended) break;
        await sleep(LOOK_EVERY_MS, undefined, { signal: closing.signal }).catch(() => undefined);
        // While Postgres is away there is nothing new to say.
        now = (await desk.operation(name, id).catch(() => now)) ?? now;
      }
    } finally {
      open.delete(closing);
      raw.end();
    }
  });
};
