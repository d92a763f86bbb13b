import { answered } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { html } from '../html.ts';
import { deedRoutes, Refusal } from '../parts/deed.ts';
import { button, count, empty } from '../parts/parts.ts';
import { ACTOR, pausingRoutes } from '../parts/pausing.ts';
import { type Tried, trialView } from './dry-run-view.ts';
import { caseLink, casePlace, groupPlace, hospitalPlace, inHospital, keyPlace, whereAsked } from './places.ts';

const area = 'hospital';

/** Edits, dry runs, and processors that are paused and resumed. */
export const moreHospitalDeeds: PageRoutes = async (app, { console }) => {
  deedRoutes<'value', { caseId: string }>(app, console, {
    url: '/console/hospital/cases/:caseId/edit',
    area,
    names: ['value'],
    ask: async (client, { caseId }) => {
      const params = { path: { caseId } };
      const [{ case: one, queued }, { read }] = await Promise.all([
        answered(client.GET('/hospital/cases/{caseId}', { params })),
        answered(client.GET('/hospital/cases/{caseId}/content', { params })),
      ]);
      const now = read !== null && 'value' in read ? JSON.stringify(read.value, null, 2) : '';
      return {
        title: 'Edit and retry',
        path: [...inHospital, { title: caseId, href: casePlace(caseId) }],
        back: casePlace(caseId),
        counts: [
          ['Case', caseLink(caseId)],
          ['Values replaced', 1],
          ['Records behind it, which go on where it heals', count(Math.max(0, queued - 1))],
        ],
        means: html`The value below takes the place of the request’s, and ${one.processor} tries it again. The value as it came is kept in the case, with your reason. Sealed texts stay as they are; a plain text in a personal field is refused. A fact is never edited: its owner repairs it.`,
        deed: 'Replace it and retry',
        fields: ({ value }) =>
          html`<label for="value">Value <span class="hint">${now === '' ? 'as JSON, whole: nobody can read the one that came' : 'as JSON, whole'}</span></label>
<textarea id="value" name="value" class="mono" rows="18" required spellcheck="false" autocomplete="off">${value === '' ? now : value}</textarea>`,
        ...(one.closedAt !== null && {
          moot: empty(
            'It is closed: there is nothing to edit.',
            html`<a href="${casePlace(caseId)}">See what became of it</a>.`,
          ),
        }),
      };
    },
    act: async (client, { caseId }, { reason, headers, typed }) => {
      const params = { path: { caseId } };
      const body = { actor: ACTOR, reason, value: jsonOf(typed.value) };
      return whereAsked(
        await answered(client.POST('/hospital/cases/{caseId}/edit', { params, body, headers })),
        casePlace(caseId),
      );
    },
  });

  pausingRoutes(app, console, {
    under: '/console/hospital/processors',
    area,
    path: () => inHospital,
    back: () => hospitalPlace(),
    seen: (_name, _deed, answer) => whereAsked(answer, hospitalPlace()),
  });

  const show = (request: Parameters<typeof console.send>[0], reply: Parameters<typeof console.send>[1]) => ({
    send: (tried: Tried, back: string, retry: string, what: string) =>
      console.send(request, reply, {
        title: `Dry run of ${what}`,
        area,
        path: inHospital,
        beside: html`<span class="row">${button(retry, 'Retry')} <a href="${back}">Back</a></span>`,
        body: trialView(tried),
      }),
  });

  app.get<{ Params: { caseId: string } }>('/console/hospital/cases/:caseId/dry-run', async (request, reply) => {
    const { caseId } = request.params;
    const params = { path: { caseId } };
    const tried = await answered(console.ask(request).POST('/hospital/cases/{caseId}/dry-run', { params }));
    return show(request, reply).send(tried, casePlace(caseId), casePlace(caseId, 'retry'), `case ${caseId}`);
  });

  app.get<{ Params: { processor: string; key: string } }>(
    '/console/hospital/keys/:processor/:key/dry-run',
    async (request, reply) => {
      const { processor, key } = request.params;
      const asking = { params: { path: { key } }, body: { processor } };
      const tried = await answered(console.ask(request).POST('/hospital/keys/{key}/dry-run', asking));
      const back = hospitalPlace({ processor, key, state: 'open' });
      return show(request, reply).send(tried, back, keyPlace(processor, key, 'retry'), `key ${key}`);
    },
  );

  app.get<{ Params: { processor: string; group: string } }>(
    '/console/hospital/groups/:processor/:group/dry-run',
    async (request, reply) => {
      const { processor, group } = request.params;
      const asking = { params: { path: { group } }, body: { processor } };
      const tried = await answered(console.ask(request).POST('/hospital/groups/{group}/dry-run', asking));
      const self = groupPlace({ processor, group });
      return show(request, reply).send(tried, self, `${self}/retry`, `a cause of ${processor}`);
    },
  );
};

function jsonOf(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new Refusal(`The value is no JSON: ${(error as Error).message}`);
  }
  throw new Refusal('The value has to be a JSON object.');
}
