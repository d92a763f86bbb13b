import type { FastifyReply } from 'fastify';

/** Problem details (RFC 9457) as a provider sends them; `code` is what a client may rely on. */
export function sendProblem(
  reply: FastifyReply,
  status: number,
  code: string,
  detail: string,
  more: object = {},
): FastifyReply {
  const title = code.replaceAll('-', ' ');
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: `/problems/${code}`, title, status, code, detail, ...more });
}
