import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LongplayError } from '../../../errors.ts';
import { turnAtStart } from './knob-routes.ts';

type Place = {
  /** Who it is, where its port is taken. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
};

export type Serving = Place & {
  /** Where its knobs stand at first. Left out: it has none of its own. */
  readonly knobs?: object;
  /** Aborted when it stops: a request that still waits is never applied. */
  readonly stopping: AbortController;
  /** Closes its books: at its end, or where it cannot begin. */
  readonly closeBooks: () => void;
};

export type Served = {
  readonly url: string;
  /** Breaks all connections; a request that still waited for its effect is never applied. */
  stop(): Promise<void>;
};

/** Listens until it is stopped. */
export async function serve(app: FastifyInstance, { knobs, stopping, closeBooks, ...place }: Serving): Promise<Served> {
  try {
    if (knobs !== undefined) await turnAtStart(app, knobs);
    await listening(app.listen({ host: place.host, port: place.port }), place);
  } catch (error) {
    closeBooks();
    throw error;
  }
  let stopped: Promise<void> | undefined;
  async function stop(): Promise<void> {
    // Before the waits end, so that nobody is told of a failure that a provider in trouble would not report.
    app.server.closeAllConnections();
    stopping.abort();
    await app.close();
    closeBooks();
  }
  return {
    url: `http://${authorityOf(place.host, app.server.address())}`,
    stop: () => {
      stopped ??= stop();
      return stopped;
    },
  };
}

/** Resolves when it listens. */
export async function listening(begun: Promise<unknown>, { name, host, port }: Place): Promise<void> {
  try {
    await begun;
  } catch (cause) {
    throw new LongplayError('LP_STANDIN_PORT_TAKEN', `The ${name} cannot listen on ${host}, port ${port}.`, { cause });
  }
}

/** Where it listens, as a URL says it: `127.0.0.1:18090`, `[::1]:18090`. */
export const authorityOf = (host: string, bound: AddressInfo | string | null): string =>
  `${host.includes(':') ? `[${host}]` : host}:${(bound as AddressInfo).port}`;
