import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { chosenFields, pick } from './fields.ts';

type Schemas = { readonly response?: { readonly 200?: object } };

/**
 * Sends a representation, or what `?fields=` chooses of it, with a strong ETag over what is sent, or 304 where the client
 * has that (RFC 9110, 13.1.2). Over the content, since an erased person's texts vanish without a version; and it begins
 * with the version, by which If-Match is judged.
 */
export function sendConditional(request: FastifyRequest, reply: FastifyReply, body: object): FastifyReply {
  const schema = (request.routeOptions.schema as Schemas | undefined)?.response?.[200];
  const chosen = schema === undefined ? body : chosenOf(request, body, schema);
  return sendTagged(request, reply, chosen, 'version' in body ? body.version : null);
}

/** What `?fields=` chooses. */
export function chosenOf(request: FastifyRequest, body: object, schema: object): unknown {
  const { fields } = request.query as { readonly fields?: string };
  return fields === undefined ? body : pick(body, chosenFields(fields, schema));
}

export function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  body: unknown,
  version: unknown = null,
): FastifyReply {
  const text = JSON.stringify(body);
  const digest = hash('sha256', text, 'base64url').slice(0, 27);
  const etag = typeof version === 'number' ? `"${version}-${digest}"` : `"${digest}"`;
  reply.header('etag', etag).header('cache-control', 'no-cache');
  if (holds(request.headers['if-none-match'], etag)) return reply.code(304).send();
  return reply.type('application/json; charset=utf-8').send(text);
}

/** The versions in a list of strong ETags of ours; `*`: any. */
export function versionsIn(header: string): '*' | readonly number[] {
  if (header.trim() === '*') return '*';
  const tags = header.split(',').map(entry => /^"(\d{1,15})-[\w-]{27}"$/.exec(entry.trim())?.[1]);
  return tags.filter(version => version !== undefined).map(Number);
}

export const holds = (header: string | undefined, etag: string): boolean =>
  (header ?? '').split(',').some(entry => {
    const tag = entry.trim();
    return tag === '*' || tag.replace(/^W\//, '') === etag;
  });
