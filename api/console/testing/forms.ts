import type { FastifyInstance } from 'fastify';

/** What a person reads of a page. */
export const textOf = (page: string): string =>
  page
    .replace(/^[\s\S]*<main/, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

/** Opens a form of the console, as a browser does before it is sent. */
export async function opened(app: FastifyInstance, url: string): Promise<{ key: string; text: string; body: string }> {
  const { body } = await app.inject({ url });
  return { key: /name="key" value="([^"]+)"/.exec(body)?.[1] ?? '', text: textOf(body), body };
}

export const sent = (app: FastifyInstance, url: string, fields: Readonly<Record<string, string>>) =>
  app.inject({
    method: 'POST',
    url,
    headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams(fields).toString(),
  });
