import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LongplayError } from '../runtime/errors.ts';

/** Listens, and answers the base URL at which the API is reached from this machine. */
export async function listen(app: FastifyInstance, { host, port }: { host: string; port: number }): Promise<string> {
  try {
    await app.listen({ host, port, listenTextResolver: address => `listening on ${address}` });
  } catch (cause) {
    throw refused(cause as NodeJS.ErrnoException, host, port);
  }
  const bound = app.server.address() as AddressInfo;
  const reachable = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${bound.port}`;
}

function refused(cause: NodeJS.ErrnoException, host: string, port: number): Error {
  if (cause.code === 'EADDRINUSE') {
    return new LongplayError('LP_API_PORT_TAKEN', `Port ${port} on ${host} is taken by another program.`, { cause });
  }
  if (['EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes(cause.code ?? '')) {
    const message = `The API cannot listen on ${host}, port ${port} (${cause.code}).`;
    return new LongplayError('LP_API_ADDRESS_UNUSABLE', message, { cause });
  }
  return cause;
}
