import type { FastifyRequest } from 'fastify';
import { within } from '../../../runtime/observe/within.ts';
import { answered, type LongplayClient } from '../../client/client.ts';
import { ProblemError } from '../../client/problem-error.ts';
import type { PageRoutes } from '../console.ts';
import { projectedView, type Tried } from '../hospital/dry-run-view.ts';
import { type Content, type Html, html } from '../html.ts';
import { type Asking, deedRoutes, Refusal } from '../parts/deed.ts';
import { count, empty, notice } from '../parts/parts.ts';
import { busy, common, read, whereOf } from './deeds.ts';
import { inProjection, projectionPlace } from './places.ts';

type Projected = NonNullable<Tried['projected']>;

/** The rows of one key, made anew: first which key, then what that would write, then whether to. */
export const healRoutes: PageRoutes = async (app, { console }) => {
  deedRoutes<'of', { name: string }>(app, console, {
    url: '/console/projections/:name/heal',
    area: 'projections',
    names: ['of'],
    ask: async (client, { name }, request) => {
      const one = await read(client, name);
      const key = keyIn(request);
      const about = {
        title: `Make a key of ${name} anew`,
        path: inProjection(name),
        back: projectionPlace(name),
        counts: common(one),
        means: html`The rows of this one key are made anew in the live generation, from all that the log has of it, whatever stands there. Its partition is read for it.`,
        deed: 'Make it anew',
      };
      const { moot } = busy(one);
      if (moot !== undefined) return { ...about, moot };
      if (key === '') return { ...about, moot: whichKey(name) };
      return { ...about, ...(await triedWith(client, name, key, about.counts)) };
    },
    act: async (client, { name }, { typed, reason, headers }) => {
      if (typed.of === '') throw new Refusal('Which key?');
      const body = { key: typed.of, reason };
      const params = { path: { name } };
      return whereOf(await answered(client.POST('/projections/{name}/rebuilds', { params, body, headers })));
    },
  });
};

/** Of the address, or of the form that was sent. */
function keyIn({ method, query, body }: FastifyRequest): string {
  const { of } = ((method === 'POST' ? body : query) ?? {}) as { of?: unknown };
  return typeof of === 'string' ? of.trim() : '';
}

const whichKey = (name: string): Html => html`<form class="confirm" action="${projectionPlace(name, 'heal')}">
<label for="of">Key <span class="hint">such as the id of an order: what stands there, and what would, is shown before anything is done</span></label>
<input id="of" name="of" class="whole" maxlength="500" required autocomplete="off" spellcheck="false">
<p class="deeds"><button>See what it would write</button></p></form>`;

type Counts = Asking<'of'>['counts'];

/** A dry run waits for others, and reads a partition of each topic: a page waits for it so long, ms. */
const TRIED_WITHIN_MS = 3_000;

/** What the dry run of a key tells; the form is there as well where it cannot tell, since making it anew does not need it. */
export async function triedWith(
  client: LongplayClient,
  name: string,
  key: string,
  counts: Counts,
  patience = TRIED_WITHIN_MS,
): Promise<Partial<Asking<'of'>>> {
  const asking = { params: { path: { key } }, body: { processor: `projections.${name}` } };
  const fields = () => html`<input type="hidden" name="of" value="${key}">`;
  let tried: Tried;
  try {
    tried = await within(answered(client.POST('/hospital/keys/{key}/dry-run', asking)), patience);
  } catch (error) {
    const why = error instanceof ProblemError ? (error.problem?.detail ?? error.message) : messageOf(error);
    if (refuses(error)) return { moot: empty(why, another(name)) };
    const known = [...counts, ['Key', html`<span class="mono">${key}</span>`]] as const;
    return { counts: known, before: notice('warn', `What it would write cannot be told now: ${why}`), fields };
  }
  const { projected } = tried;
  if (projected === null) return { moot: empty('What it would write cannot be told.', another(name)) };
  return {
    counts: [...counts, ...countsOf(projected)],
    before: html`<details id="rows"><summary>The rows, as they stand and as they would be</summary><div class="inside">${projectedView(projected)}</div></details>`,
    danger: projected.error !== null,
    fields,
  };
}

/** It would be refused again; to be busy, too slow or away is no refusal. */
const refuses = (error: unknown): boolean =>
  error instanceof ProblemError && error.status < 500 && error.status !== 429;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const another = (name: string): Content => html`<a href="${projectionPlace(name, 'heal')}">Take another key</a>`;

/** What the command's dry run counts. */
export function countsOf({ key, records, before, after, cases, error }: Projected): Counts {
  const [now, then] = [before, after].map(rows => rows.map(row => JSON.stringify(row))) as [string[], string[]];
  const stays = now.filter(row => then.includes(row)).length;
  return [
    ['Key', html`<span class="mono">${key}</span>`],
    ['Records of it that are read', count(records)],
    ['Rows that stay as they are', count(stays)],
    ['Rows that go', count(now.length - stays)],
    ['Rows that come', count(then.filter(row => !now.includes(row)).length)],
    ['Cases of it', count(cases.length)],
    ...(error === null ? [] : [['It would fail again', html`<b>${error.code}</b>: ${error.message}`] as const]),
  ];
}
