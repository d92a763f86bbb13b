import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyPluginAsync } from 'fastify';
import type { ProjectionDesk } from '../../runtime/projector/desk.ts';
import { problem, sendProblem } from '../errors.ts';
import { eventStreams } from '../follow/sse.ts';
import { eventsSchema } from './projection-schemas.ts';

const LOOK_EVERY_MS = 500;

type Numbered = { Params: { name: string; id: number } };

/** How far an operation is, as it goes on: server-sent events, the last one named `end`. */
export const projectionEvents: FastifyPluginAsync<{ desk: ProjectionDesk }> = async (app, { desk }) => {
  const streams = eventStreams(app);

  // HEAD would be answered headers that nothing follows, for as long as the stream goes on.
  const options = { schema: eventsSchema, exposeHeadRoute: false };
  app.get<Numbered>('/projections/:name/operations/:id/events', options, async (request, reply) => {
    const { name, id } = request.params;
    const first = await desk.operation(name, id);
    if (first === null) return sendProblem(reply, problem('LP_API_NOT_FOUND', `There is no operation ${id} here.`));
    const stream = streams.take(request.caller).open(reply);
    let said = '';
    for (let now = first; !stream.signal.aborted; ) {
      const text = JSON.stringify(now);
      const ended = now.finishedAt !== null;
      if (text !== said) stream.send({ event: ended ? 'end' : 'progress', data: now });
      said = text;
      if (ended) break;
      await sleep(LOOK_EVERY_MS, undefined, { signal: stream.signal }).catch(() => undefined);
      // While Postgres is away there is nothing new to say.
      now = (await desk.operation(name, id).catch(() => now)) ?? now;
    }
    stream.end();
  });
};
