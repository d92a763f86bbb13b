import type { FastifyReply } from 'fastify';
import { ProblemError } from '../client/problem-error.ts';
import { type Problem, problemOf } from '../errors.ts';
import { html } from './html.ts';
import { sendPage } from './page.ts';
import { notice } from './parts/parts.ts';
import { place, safeNext } from './places.ts';
import type { Pulse } from './pulse.ts';

/**
 * A problem as a page; whoever has not signed in is asked to, and comes back to where he was.
 *
 * @param pulse how the installation is, for those who may know.
 */
export function tellProblem(
  reply: FastifyReply,
  found: Pick<Problem, 'status' | 'title' | 'detail' | 'code'>,
  pulse: Pulse | null = null,
): FastifyReply {
  const { request } = reply;
  const { status, title, detail, code } = found;
  if (status === 401) {
    const next = request.method === 'GET' ? safeNext(request.url) : '/console';
    return reply
      .code(303)
      .header('location', place(['sign-in'], { next }))
      .send();
  }
  const body = html`${notice(status >= 500 ? 'bad' : 'warn', html`<p>${detail}</p>`)}
<p>${status === 503 ? 'The page is loaded again when that changes.' : html`<a href="/console">To the map</a>`}</p>
<p class="hint">${code} · request ${request.id}</p>`;
  // Of a page that is not there, or is not for him, nothing changes but the strip above it.
  const live = status >= 500 ? (['pulse'] as const) : pulse === null ? undefined : [];
  return sendPage(request, reply, { title, area: null, body, status, ...(live && { live }) }, pulse);
}

/** What a page's work came to. */
export function problemIn(error: Error): Pick<Problem, 'status' | 'title' | 'detail' | 'code'> {
  if (error instanceof ProblemError && error.problem !== null) return error.problem as Problem;
  return problemOf(error);
}

/** Of a refused form: what to say beside it; else it is thrown again. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof ProblemError) || error.status >= 500 || error.status === 401) throw error;
  const faults = error.problem?.errors?.map(({ pointer, detail }) => `${pointer.replace(/^#\//, '')}: ${detail}`) ?? [];
  return [error.problem?.detail ?? error.message, ...faults].join(' ');
}
