import type { FastifyInstance, FastifyRequest } from 'fastify';
import { createClient, type LongplayClient } from '../client/client.ts';

/**
 * The API, asked within this process as whoever looks at the page, by the same typed client that others have: what the
 * console shows and does is what its caller may read and do, checked, limited and audited as everything else.
 */
export function asking(app: FastifyInstance, request: FastifyRequest): LongplayClient {
  const { authorization } = request.headers;
  return createClient({
    // The host that the page was asked by: where everybody is let in, others than loopback are refused.
    baseUrl: `http://${request.host || 'localhost'}`,
    ...(authorization !== undefined && { credential: authorization.replace(/^Bearer +/i, '') }),
    fetch: asked => inject(app, request, asked),
  });
}

async function inject(app: FastifyInstance, page: FastifyRequest, asked: Request): Promise<Response> {
  const url = new URL(asked.url);
  const text = asked.method === 'GET' || asked.method === 'HEAD' ? '' : await asked.text();
  const answer = await app.inject({
    method: asked.method as 'GET',
    url: url.pathname + url.search,
    headers: { ...Object.fromEntries(asked.headers), host: page.host },
    remoteAddress: page.ip,
    ...(text !== '' && { payload: text }),
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value].flat()) if (one !== undefined) headers.append(name, String(one));
  }
  const empty = [204, 205, 304].includes(answer.statusCode);
  return new Response(empty ? null : new Uint8Array(answer.rawPayload), { status: answer.statusCode, headers });
}
