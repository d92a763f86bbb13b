import type { FastifyInstance } from 'fastify';

/** What others start with comes first, ms. */
const REST_MS = 1_000;

const turns = new WeakMap<object, Promise<unknown>>();

/**
 * Does what the first visitor of something would otherwise wait for, once the server listens: one such work after the
 * other, so that requests get their turns between. What fails, is left to whoever asks.
 */
export function afterListening(app: FastifyInstance, work: () => Promise<unknown>, rest: number = REST_MS): void {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const start = (): void => {
    const before = turns.get(app.server) ?? Promise.resolve();
    turns.set(
      app.server,
      before.then(async () => (stopped ? null : await work())).catch(() => undefined),
    );
  };
  app.addHook('onListen', async () => {
    timer = setTimeout(start, rest).unref();
  });
  app.addHook('preClose', async () => {
    stopped = true;
    clearTimeout(timer);
  });
}
