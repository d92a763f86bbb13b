import formbody from '@fastify/formbody';
import type { FastifyInstance } from 'fastify';
import type { Shop } from '../../context.ts';
import type { Follow } from '../../follow/context.ts';
import { type MemoryFollow, openMemoryFollow } from '../../testing/memory-follow.ts';
import { asking } from '../ask.ts';
import type { Console, PageRoutes } from '../console.ts';
import { problemIn, tellProblem } from '../failure.ts';
import { sendPage } from '../page.ts';

export type MemoryConsole = MemoryFollow & {
  /** The text of a page without its tags, and its markup. */
  page(url: string): Promise<{ readonly status: number; readonly text: string; readonly html: string }>;
  /** Sends a form. */
  post(
    url: string,
    form: Readonly<Record<string, string>>,
  ): Promise<{ readonly status: number; readonly text: string; readonly html: string }>;
};

/** Pages of the console over routes of the API, on a log in memory. */
export async function openMemoryConsole(
  pages: PageRoutes,
  register: (app: FastifyInstance, follow: Follow) => Promise<void>,
): Promise<MemoryConsole> {
  const memory = await openMemoryFollow(async (app, follow) => {
    await register(app, follow);
    const console: Console = {
      pulse: { read: () => Promise.reject(new Error('Nobody asks here.')) },
      shop: { now: () => Date.parse('2026-11-21T12:00:00Z'), follow } as unknown as Shop,
      ask: request => asking(app, request),
      send: async (request, reply, page) => sendPage(request, reply, page, null),
    };
    await app.register(async app => {
      await app.register(formbody);
      app.setErrorHandler<Error>((error, _request, reply) => tellProblem(reply, problemIn(error)));
      await app.register(pages, { console });
    });
  });
  memory.scopes.add('operator');
  const told = ({ statusCode, body }: { statusCode: number; body: string }) => ({
    status: statusCode,
    html: body,
    text: textOf(body),
  });
  return {
    ...memory,
    page: async url => told(await memory.app.inject({ url, headers: { host: 'localhost' } })),
    post: async (url, form) =>
      told(
        await memory.app.inject({
          method: 'POST',
          url,
          headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded' },
          payload: new URLSearchParams(form).toString(),
        }),
      ),
  };
}

/** What somebody reads of a page. */
export const textOf = (page: string): string =>
  page
    .replace(/^[\s\S]*<main[^>]*>/, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
