import { randomUUID } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LongplayClient } from '../../client/client.ts';
import { ProblemError } from '../../client/problem-error.ts';
import type { Console } from '../console.ts';
import { refusalOf } from '../failure.ts';
import { type Content, html } from '../html.ts';
import type { Page } from '../page.ts';
import { type Confirmation, confirmation, formOf, seeOther } from './confirm.ts';

/** What is asked before it is done. */
export type Asking<N extends string> = Pick<Confirmation, 'back' | 'counts' | 'means' | 'deed' | 'danger'> &
  Pick<Page, 'title' | 'path'> & {
    /** Further fields, with what was typed in them. */
    readonly fields?: (typed: Readonly<Record<N, string>>) => Content;
    /** Above the form. */
    readonly before?: Content;
    /** Why there is nothing to do, instead of the form. */
    readonly moot?: Content;
  };

export type Done<N extends string> = {
  readonly typed: Readonly<Record<N, string>>;
  readonly reason: string;
  /** The same of the same form: sent twice, it is done once. */
  readonly headers: { readonly 'idempotency-key': string };
};

export type Deed<N extends string, P extends Readonly<Record<string, string>>> = {
  readonly url: string;
  readonly area: Page['area'];
  /** Fields of its own; where they depend on what is asked, which of those that a form was sent with. */
  readonly names: readonly N[] | ((sent: readonly string[]) => readonly N[]);
  /** Looks at how things stand; nothing is done. */
  ask(client: LongplayClient, params: P, request: FastifyRequest): Promise<Asking<N>>;
  /** Does it, and answers where it is seen what came of it. */
  act(client: LongplayClient, params: P, done: Done<N>): Promise<string>;
};

/** GET tells what would be done, to how many of what; POST does it once, with a reason. */
export function deedRoutes<N extends string, P extends Readonly<Record<string, string>>>(
  app: FastifyInstance,
  console: Console,
  { url, area, names, ask, act }: Deed<N, P>,
): void {
  const namesIn = (sent: unknown): readonly N[] =>
    typeof names === 'function' ? names(Object.keys(sent ?? {})) : names;

  const show = async (
    request: FastifyRequest,
    typed: Done<N>['typed'],
    rest: { readonly key: string; readonly reason?: string; readonly refused?: string; readonly status?: number },
  ): Promise<Page> => {
    const asked = await ask(console.ask(request), request.params as P, request);
    const { title, path = [], before, moot, fields, ...confirmed } = asked;
    const { key, reason, refused = null, status = 200 } = rest;
    const form = confirmation({
      ...confirmed,
      action: request.url,
      fields: [html`<input type="hidden" name="key" value="${key}">`, fields?.(typed)],
      typed: { reason },
      refused,
    });
    const body = moot === undefined ? form : [moot, html`<p><a href="${confirmed.back}">Back</a></p>`];
    return { title, area, path, status, body: [before, body] };
  };

  app.get(url, async (request, reply) => {
    const query = request.query as Readonly<Record<string, unknown>>;
    const typed = Object.fromEntries(namesIn(query).map(name => [name, String(query[name] ?? '')])) as Record<
      N,
      string
    >;
    return console.send(request, reply, await show(request, typed, { key: randomUUID() }));
  });

  app.post(url, async (request, reply) => {
    const form = formOf<N | 'reason' | 'key'>(request, ...namesIn(request.body), 'reason', 'key');
    const { reason, key } = form as Record<'reason' | 'key', string>;
    const done = { typed: form, reason, headers: { 'idempotency-key': key === '' ? randomUUID() : key } };
    try {
      if (reason === '') throw new Refusal('Say why: it is kept with what is done.');
      return seeOther(reply, await act(console.ask(request), request.params as P, done));
    } catch (error) {
      const refused = error instanceof Refusal ? error.message : refusalOf(error);
      const status = error instanceof ProblemError ? error.status : 400;
      // What is corrected is another request: the key was for what was refused.
      const again = { key: randomUUID(), reason, refused, status };
      return console.send(request, reply, await show(request, form, again));
    }
  });
}

/** Of a form that cannot be sent on as it is. */
export class Refusal extends Error {}
