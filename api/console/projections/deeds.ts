import { answered, type LongplayClient } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { type Content, html } from '../html.ts';
import { type Asking, type Deed, deedRoutes, Refusal } from '../parts/deed.ts';
import { count, empty } from '../parts/parts.ts';
import { ago } from '../times.ts';
import { inProjection, type Projection, projectionPlace } from './places.ts';
import { isEnded, kindText, lagOf, liveOf } from './standing.ts';

type Named = { readonly name: string };
type Client = LongplayClient;

export const read = (client: Client, name: string): Promise<Projection> =>
  answered(client.GET('/projections/{name}', { params: { path: { name } } }));

const appliedIn = ({ partitions }: Projection): number => partitions.reduce((sum, { applied }) => sum + applied, 0);
/** The log counts offsets, and markers of transactions and what compaction took away have theirs. */
const recordsText = (one: Projection): string => `up to ${count(endsOf(one))} (offsets, of which some are no records)`;
const endsOf = ({ partitions }: Projection): number => partitions.reduce((sum, { end }) => sum + end, 0);

export const common = (one: Projection): readonly (readonly [string, Content])[] => [
  ['Read model', one.name],
  ['Live generation', liveOf(one)?.number ?? 'none'],
  ['Lag', `${count(lagOf(one))} offsets`],
];

/** As Postgres counts them; to count them one by one would read them all. */
function rowsText(generations: Projection['generations']): string {
  const known = generations.flatMap(({ rows }) => rows ?? []);
  if (known.length < generations.length) return 'unknown';
  return `about ${count(known.reduce((sum, rows) => sum + rows, 0))}`;
}

/** Something else is under way: it would be refused. */
export const busy = ({ name, operation }: Projection): { moot?: Content } =>
  operation === null || isEnded(operation)
    ? {}
    : {
        moot: empty(
          html`Something is under way for ${name}: <a href="${projectionPlace(name, 'operations', operation.id)}">${kindText(operation)} ${operation.id}</a>, which is ${operation.state}.`,
          'There is one at a time. Wait for it, or cancel it there.',
        ),
      };

const throttleField = (value: string): Content =>
  html`<label for="throttle">Records a second at most <span class="hint">empty: as many as go</span></label>
<input id="throttle" name="throttle" type="number" min="1" max="2147483647" value="${value}">`;

const acceptField = (value: string): Content =>
  html`<label for="accept">Accept differences because <span class="hint">empty: where rows differ, nothing is switched</span></label>
<input id="accept" name="accept" class="whole" maxlength="500" value="${value}" autocomplete="off">`;

function throttleOf(text: string): { throttle?: number } {
  if (text === '') return {};
  const throttle = Number(text);
  if (!Number.isInteger(throttle)) throw new Refusal('The records a second have to be a whole number.');
  return { throttle };
}

const acceptOf = (text: string): { acceptDifferences?: string } => (text === '' ? {} : { acceptDifferences: text });
export const whereOf = ({ projection, id }: { projection: string; id: number }): string =>
  projectionPlace(projection, 'operations', id);

/** Rebuilds, verifications, switches and rollbacks: each is asked for, and done by whoever runs the projections. */
export const projectionDeedRoutes: PageRoutes = async (app, { console }) => {
  const deed = <N extends string>(
    path: string,
    names: readonly N[],
    ask: (one: Projection) => Omit<Asking<N>, 'back' | 'path'>,
    act: (client: Client, name: string, done: Parameters<Deed<N, Named>['act']>[2]) => Promise<string>,
  ): void =>
    deedRoutes<N, Named>(app, console, {
      url: `/console/projections/:name/${path}`,
      area: 'projections',
      names,
      ask: async (client, { name }) => {
        const one = await read(client, name);
        return { back: projectionPlace(name), path: inProjection(name), ...ask(one) };
      },
      act: (client, { name }, done) => act(client, name, done),
    });
  const at = (name: string) => ({ params: { path: { name } } });

  deed(
    'rebuild',
    ['throttle', 'swap', 'accept'],
    one => ({
      title: `Rebuild ${one.name}`,
      counts: [
        ...common(one),
        ['Records to be read', recordsText(one)],
        ['Applied since the live one began', count(appliedIn(one))],
      ],
      means: html`A new generation is built from the log beside the live one, which readers go on asking. Both are compared row by row at one position; without a difference readers are switched to the new one at once, and the one before stays for a rollback${one.generations.some(({ state }) => state !== 'live') && '. Generations beside the live one are replaced'}.`,
      deed: 'Rebuild it',
      fields: ({ throttle, swap, accept }) =>
        html`${throttleField(throttle)}
<label for="swap">When it is proved</label>
<select id="swap" name="swap"><option value="yes"${swap !== 'no' && html` selected`}>switch to it</option><option value="no"${swap === 'no' && html` selected`}>build and compare only</option></select>
${acceptField(accept)}`,
      ...busy(one),
    }),
    async (client, name, { typed, reason, headers }) => {
      const { throttle, swap, accept } = typed;
      const body = { ...throttleOf(throttle), ...(swap === 'no' && { swap: false }), ...acceptOf(accept), reason };
      return whereOf(await answered(client.POST('/projections/{name}/rebuilds', { ...at(name), body, headers })));
    },
  );

  deed(
    'verify',
    ['throttle'],
    one => ({
      title: `Verify ${one.name}`,
      counts: [...common(one), ['Records to be read', recordsText(one)]],
      means: html`A shadow is built from the log by the code of the live generation, compared with it row by row, and dropped. Readers notice nothing, and nothing is switched.`,
      deed: 'Verify it',
      fields: ({ throttle }) => throttleField(throttle),
      ...busy(one),
    }),
    async (client, name, { typed, reason, headers }) => {
      const body = { ...throttleOf(typed.throttle), reason };
      return whereOf(await answered(client.POST('/projections/{name}/verifications', { ...at(name), body, headers })));
    },
  );

  deed(
    'swap',
    ['accept'],
    one => {
      const ready = one.generations.find(({ state }) => state === 'ready');
      return {
        title: `Switch ${one.name}`,
        counts: [
          ...common(one),
          ['Switched to', ready?.number ?? 'none'],
          ['Its lag', ready?.lag == null ? 'not fed' : `${count(ready.lag)} offsets`],
        ],
        means: html`All readers ask the new generation at once, in one transaction. The one before stays, and is fed, for a rollback. Where rows differ, say why that is right, or it is refused.`,
        deed: `Switch to generation ${ready?.number ?? ''}`,
        fields: ({ accept }) => acceptField(accept),
        ...(ready === undefined && {
          moot: empty(
            'No generation is ready: a rebuild that switches by itself leaves none.',
            html`<a href="${projectionPlace(one.name, 'rebuild')}">Rebuild it</a>, and choose to build and compare only.`,
          ),
        }),
        ...busy(one),
      };
    },
    async (client, name, { typed, reason, headers }) => {
      const body = { ...acceptOf(typed.accept), reason };
      return whereOf(await answered(client.POST('/projections/{name}/swaps', { ...at(name), body, headers })));
    },
  );

  deed(
    'rollback',
    [],
    one => {
      const previous = one.generations.find(({ state }) => state === 'previous');
      return {
        title: `Roll ${one.name} back`,
        counts: [
          ...common(one),
          ['Switched back to', previous?.number ?? 'none'],
          ['Its lag', previous?.lag == null ? 'not fed' : `${count(previous.lag)} offsets`],
          ['Its code', html`<span class="mono">${previous?.fingerprint ?? 'not kept'}</span>`],
        ],
        means: html`All readers ask the generation before at once. It was fed meanwhile by the code that built it, so nothing is loaded and nothing is lost; the present one stays as the one before.`,
        deed: `Roll back to generation ${previous?.number ?? ''}`,
        danger: true,
        ...(previous === undefined && {
          moot: empty('There is no generation before.', 'The next rebuild leaves the present one for a rollback.'),
        }),
        ...busy(one),
      };
    },
    async (client, name, { reason, headers }) =>
      whereOf(await answered(client.POST('/projections/{name}/rollbacks', { ...at(name), body: { reason }, headers }))),
  );

  deed(
    'pause',
    [],
    one => ({
      title: `Pause ${one.name}`,
      counts: common(one),
      means: html`Nothing is applied to it, in all processes and across restarts, until it is resumed. Readers see it as it stands; how far it is behind is told.`,
      deed: 'Pause it',
      danger: true,
      ...(one.paused !== null && {
        moot: empty(
          html`It is paused already, since ${ago(one.paused.at)}.`,
          html`<a href="${projectionPlace(one.name, 'resume')}">Resume it</a>.`,
        ),
      }),
    }),
    async (client, name, { reason, headers }) => {
      await answered(client.POST('/projections/{name}/pause', { ...at(name), body: { reason }, headers }));
      return projectionPlace(name);
    },
  );

  deed(
    'resume',
    [],
    one => ({
      title: `Resume ${one.name}`,
      counts: common(one),
      means: html`It goes on from where it stopped: nothing is left out.${one.paused !== null && html` It was paused ${ago(one.paused.at)}: ${one.paused.reason ?? 'nobody said why'}.`}`,
      deed: 'Resume it',
    }),
    async (client, name, { reason, headers }) => {
      await answered(client.POST('/projections/{name}/resume', { ...at(name), body: { reason }, headers }));
      return projectionPlace(name);
    },
  );

  deed(
    'drop',
    [],
    one => {
      const old = one.generations.filter(({ state }) => state === 'previous' || state === 'ready');
      return {
        title: `Drop generations of ${one.name}`,
        counts: [
          ...common(one),
          ['Dropped', old.length === 0 ? 'none' : old.map(({ number, state }) => `${number} (${state})`).join(', ')],
          ['Rows that go with them', rowsText(old)],
        ],
        means: html`Their tables go, and with them what a rollback or a switch would take. The live generation is not touched. A rebuild makes a new one at any time.`,
        deed: `Drop ${count(old.length)}`,
        danger: true,
        ...(old.length === 0 && {
          moot: empty('There is none beside the live one.', 'Nothing of it takes room that could be given back.'),
        }),
        ...busy(one),
      };
    },
    async (client, name, { reason, headers }) => {
      const params = { path: { name }, query: { reason } };
      await answered(client.DELETE('/projections/{name}/generations', { params, headers }));
      return projectionPlace(name);
    },
  );

  deedRoutes<never, { name: string; id: string }>(app, console, {
    url: '/console/projections/:name/operations/:id/cancel',
    area: 'projections',
    names: [],
    ask: async (client, { name, id }) => {
      const params = { path: { name, id: Number(id) } };
      const one = await answered(client.GET('/projections/{name}/operations/{id}', { params }));
      const { progress } = one;
      return {
        title: `Cancel ${kindText(one)} ${id}`,
        path: inProjection(name),
        back: whereOf(one),
        counts: [
          ['Read model', name],
          ['State', one.state],
          [
            'Records read, which are given up',
            progress === null ? 'none' : `${count(progress.records)} of ${count(progress.total)}`,
          ],
        ],
        means: html`It ends, and the generation that it was building is dropped. The live one is not touched.`,
        deed: 'Cancel it',
        danger: true,
        ...(isEnded(one) && {
          moot: empty(`It has ended: ${one.state}.`, html`<a href="${whereOf(one)}">See what came of it</a>.`),
        }),
      };
    },
    act: async (client, { name, id }, { reason, headers }) => {
      const params = { path: { name, id: Number(id) }, query: { reason } };
      return whereOf(await answered(client.DELETE('/projections/{name}/operations/{id}', { params, headers })));
    },
  });
};
