import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../runtime/observe/metrics.ts';
import { problem, sendProblem } from './errors.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Answered however much is under way: probes, which would else have a busy process restarted; and streams of events,
     * which are bounded by themselves, and would else keep everybody out for as long as they are open.
     */
    readonly unlimited?: boolean;
  }
}

export type LoadLimitOptions = {
  /**
   * Most requests that are under way at a time; those that wait for an outcome count, streams of orders and topics have
   * a bound of their own (follow/sse.ts). What comes on top
   * is refused at once with 503, before its body is read. Default 1,000: with the largest bodies about 1 GiB. Higher:
   * more memory and longer waits under load.
   */
  readonly most?: number | undefined;
  readonly metrics?: Metrics | undefined;
};

const UNDER_WAY = 'longplay_http_requests_under_way';

/** A client that comes back at once only adds to the load, s. */
const RETRY_S = 1;

/** Refuses what comes on top of what this process can hold in memory and answer in time. */
export function limitLoad(app: FastifyInstance, { most = 1_000, metrics }: LoadLimitOptions): void {
  let underWay = 0;
  metrics?.collect({
    name: 'requests-under-way',
    gauges: [UNDER_WAY],
    look: () => [{ name: UNDER_WAY, labels: {}, value: underWay }],
  });
  app.addHook('onRequest', (request, reply, done) => {
    if (request.routeOptions.config.unlimited === true) return done();
    if (underWay >= most) {
      reply.header('retry-after', RETRY_S);
      void sendProblem(reply, problem('LP_API_OVERLOADED', `${underWay} requests are under way in this process.`));
      return;
    }
    underWay += 1;
    // Also where the client goes away before it is answered.
    reply.raw.once('close', () => {
      underWay -= 1;
    });
    done();
  });
}
