import type { FastifyReply } from 'fastify';

/** Aborts when the client has gone away: nobody waits then. */
export function goneWith(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  // Who went away before has been told of already.
  if (reply.raw.destroyed) gone.abort();
  return gone.signal;
}
