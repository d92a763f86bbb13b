import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Content, type Html, html } from '../html.ts';
import { facts } from './parts.ts';

export type Confirmation = {
  /** Where the form is sent to: the address of the page itself, with POST. */
  readonly action: string;
  /** Where to go without doing it. */
  readonly back: string;
  /** What will be done to how many of what, counted now. */
  readonly counts: readonly (readonly [name: string, value: Content])[];
  /** What happens, and whether it can be undone. */
  readonly means: Content;
  /** What the button says: the deed itself. */
  readonly deed: string;
  readonly danger?: boolean;
  /** Further fields, above the reason. */
  readonly fields?: Content;
  /** What was typed in before it was refused. */
  readonly typed?: { readonly reason?: string | undefined };
  /** Why it was refused. */
  readonly refused?: string | null;
};

/** Before anything is done: what and how much, and why. Nothing is done by looking at it. */
export function confirmation(one: Confirmation): Html {
  const { action, back, counts, means, deed, danger = false, fields, typed = {}, refused = null } = one;
  return html`<form class="confirm" method="post" action="${action}">
${facts(counts)}
<p>${means}</p>
${refused !== null && html`<p class="refused" role="alert" id="refused">${refused}</p>`}
${fields}
<label for="reason">Reason <span class="hint">kept with what is done, for whoever asks later</span></label>
<textarea id="reason" name="reason" rows="2" maxlength="500" required${refused !== null && html` aria-describedby="refused"`}>${typed.reason}</textarea>
<p class="deeds"><button class="${danger ? 'danger' : 'plain'}">${deed}</button> <a href="${back}">Leave it</a></p>
</form>`;
}

/** What a form was sent with; a field that was not, or is none, is empty. */
export function formOf<const N extends string>(request: FastifyRequest, ...names: readonly N[]): Record<N, string> {
  const body = (request.body ?? {}) as Record<string, unknown>;
  const text = (name: N): string => (typeof body[name] === 'string' ? body[name].trim() : '');
  return Object.fromEntries(names.map(name => [name, text(name)])) as Record<N, string>;
}

/** On to the page that shows what came of it; sent again by a reload, nothing is done twice (RFC 9110, 15.4.4). */
export const seeOther = (reply: FastifyReply, to: string): FastifyReply =>
  reply.code(303).header('location', to).send();
