import type { FastifyPluginAsync } from 'fastify';
import type { Examiner } from '../../runtime/casebook/examiner.ts';
import { isRunning } from '../../runtime/hospital/standing.ts';
import type { TaskStanding } from '../../runtime/hospital/treatment/ward-topics.ts';
import { processors } from '../../schemas/processors.ts';
import { standingSchema } from './hospital-standing-schema.ts';

/** What of the processors stands still, and what they are retrying: told by the log, whoever runs them. */
export const standingRoutes: FastifyPluginAsync<{ examiner: Pick<Examiner, 'standings'> }> = async (
  app,
  { examiner },
) => {
  app.get('/streams', { schema: standingSchema }, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const all = await examiner.standings();
    return { items: processors.map(name => standingOf(name, all)) };
  });
};

/** Its tasks stand still together: all were asked at once, and bad code is bad on every partition. */
export function standingOf(processor: string, all: readonly TaskStanding[]) {
  const tasks = all.filter(one => one.processor === processor);
  const paused = tasks.filter(({ standing }) => standing.paused !== null);
  const stopped = tasks.filter(({ standing }) => standing.breaker !== null);
  const pause = paused[0]?.standing.paused ?? null;
  const breaker = stopped[0]?.standing.breaker ?? null;
  const self = `/streams/${encodeURIComponent(processor)}`;
  const partitionsOf = (of: typeof tasks) => of.map(({ partition }) => partition);
  return {
    processor,
    paused: pause && { ...pause, partitions: partitionsOf(paused) },
    stopped: breaker && { ...breaker, partitions: partitionsOf(stopped) },
    retries: tasks.flatMap(({ partition, standing }) =>
      standing.retries.filter(isRunning).map(({ endedAt: _endedAt, ...one }) => ({ ...one, partition })),
    ),
    links: { pause: `${self}/pause`, resume: `${self}/resume` },
  };
}
