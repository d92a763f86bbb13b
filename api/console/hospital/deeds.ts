import { isReopenable } from '../../../runtime/hospital/case.ts';
import { answered } from '../../client/client.ts';
import type { PageRoutes } from '../console.ts';
import { html } from '../html.ts';
import { deedRoutes, Refusal } from '../parts/deed.ts';
import { count, empty } from '../parts/parts.ts';
import { ACTOR } from '../parts/pausing.ts';
import { ago } from '../times.ts';
import {
  caseLink,
  casePlace,
  groupPlace,
  hospitalPlace,
  inHospital,
  keyPlace,
  projectionOf,
  whereAsked,
} from './places.ts';

const area = 'hospital';

/** Retries and discards, each confirmed with what it is about, counted now. */
export const hospitalDeeds: PageRoutes = async (app, { console }) => {
  deedRoutes<never, { caseId: string }>(app, console, {
    url: '/console/hospital/cases/:caseId/retry',
    area,
    names: [],
    ask: async (client, { caseId }) => {
      const {
        case: one,
        queue,
        queued,
      } = await answered(client.GET('/hospital/cases/{caseId}', { params: { path: { caseId } } }));
      const at = queue.findIndex(other => other.caseId === caseId);
      const behind = Math.max(0, queued - Math.max(0, at) - 1);
      return {
        title: 'Retry a case',
        path: [...inHospital, { title: caseId, href: casePlace(caseId) }],
        back: casePlace(caseId),
        counts: [
          ['Case', caseLink(caseId)],
          ['Records tried', `1, and the ${count(behind)} behind it where it heals`],
          ['Waits since', ago(one.admittedAt)],
        ],
        means:
          projectionOf(one.processor) === null
            ? html`${one.processor} tries it again with the program that runs. Where it heals, what queues behind it goes on in order; where it fails again, it is back, and the others stay where they are. <a href="${casePlace(caseId, 'dry-run')}">See first what it would write</a>.`
            : html`The rows of <span class="mono">${one.key}</span> are made anew from all that the log has of it, by the code of the live generation.`,
        deed: 'Retry it',
        ...(one.closedAt !== null &&
          !isReopenable({ ...one, blockedKey: one.key }) && {
            moot: empty(
              'It is closed: there is nothing to retry.',
              html`<a href="${casePlace(caseId)}">See what became of it</a>.`,
            ),
          }),
      };
    },
    act: async (client, { caseId }, { reason, headers }) => {
      const params = { path: { caseId } };
      const body = { actor: ACTOR, reason };
      return whereAsked(
        await answered(client.POST('/hospital/cases/{caseId}/retry', { params, body, headers })),
        casePlace(caseId),
      );
    },
  });

  deedRoutes<never, { caseId: string }>(app, console, {
    url: '/console/hospital/cases/:caseId/discard',
    area,
    names: [],
    ask: async (client, { caseId }) => {
      const { case: one, queued } = await answered(
        client.GET('/hospital/cases/{caseId}', { params: { path: { caseId } } }),
      );
      return {
        title: 'Discard a case',
        path: [...inHospital, { title: caseId, href: casePlace(caseId) }],
        back: casePlace(caseId),
        counts: [
          ['Case', caseLink(caseId)],
          ['Records given up', 1],
          ['Others of its key, which go on', count(Math.max(0, queued - 1))],
        ],
        means: html`Nothing will ever come of this record, and that cannot be undone: whoever asked for it gets a rejection, where it was a request. Its bytes go; the case stays among the closed ones, with your reason.`,
        deed: 'Discard it for ever',
        danger: true,
        ...(one.closedAt !== null && {
          moot: empty('It is closed already.', html`<a href="${casePlace(caseId)}">See what became of it</a>.`),
        }),
      };
    },
    act: async (client, { caseId }, { reason, headers }) => {
      const params = { path: { caseId } };
      const body = { actor: ACTOR, reason };
      return whereAsked(
        await answered(client.POST('/hospital/cases/{caseId}/discard', { params, body, headers })),
        casePlace(caseId),
      );
    },
  });

  deedRoutes<never, { processor: string; key: string }>(app, console, {
    url: '/console/hospital/keys/:processor/:key/retry',
    area,
    names: [],
    ask: async (client, { processor, key }) => {
      const query = { processor, key };
      const { keys } = await answered(client.GET('/hospital/keys', { params: { query } }));
      const cases = keys.reduce((sum, one) => sum + one.cases, 0);
      const back = hospitalPlace({ processor, key, state: 'open' });
      return {
        title: 'Retry a key',
        path: inHospital,
        back,
        counts: [
          ['Key', html`<span class="mono">${key}</span>`],
          ['Processor', processor],
          ['Records tried, in order', count(cases)],
        ],
        means:
          projectionOf(processor) === null
            ? html`They are tried in their order. The first that fails again parks the key again, and the later ones stay where they are. <a href="${keyPlace(processor, key, 'dry-run')}">See first what it would write</a>.`
            : html`The rows of the key are made anew from all that the log has of it.`,
        deed: `Retry ${count(cases)}`,
        ...(cases === 0 && {
          moot: empty(
            'Nothing of this key waits any more.',
            html`<a href="${hospitalPlace({ processor, key, state: 'closed' })}">See its closed cases</a>.`,
          ),
        }),
      };
    },
    act: async (client, { processor, key }, { reason, headers }) => {
      const params = { path: { key } };
      const body = { actor: ACTOR, reason, processor };
      return whereAsked(
        await answered(client.POST('/hospital/keys/{key}/retry', { params, body, headers })),
        hospitalPlace({ processor, key, state: 'all' }),
      );
    },
  });

  deedRoutes<'perSecond', { processor: string; group: string }>(app, console, {
    url: '/console/hospital/groups/:processor/:group/retry',
    area,
    names: ['perSecond'],
    ask: async (client, { processor, group }) => {
      const { groups } = await answered(client.GET('/hospital', { params: { query: { processor } } }));
      const found = groups.find(one => one.group === group);
      const { code = group, cases = 0, queued = 0, keysBlocked = 0 } = found ?? {};
      const self = groupPlace({ processor, group });
      return {
        title: 'Retry a cause',
        path: [...inHospital, { title: `${processor}: ${code}`, href: self }],
        back: self,
        counts: [
          ['Cause', html`<b>${code}</b> of ${processor}`],
          ['Cases that are tried', count(cases)],
          ['Records behind them, which follow', count(queued)],
          ['Keys', count(keysBlocked)],
        ],
        means: html`Each key is tried in its order, at the rate below. What fails again is back with its new error, and is not tried twice. <a href="${`${self}/dry-run`}">See first what it would write</a>.`,
        deed: `Retry ${count(cases + queued)}`,
        fields: ({ perSecond }) =>
          html`<label for="perSecond">Cases a second at most <span class="hint">empty: as configured</span></label>
<input id="perSecond" name="perSecond" type="number" min="1" max="100000" value="${perSecond}">`,
        ...(found === undefined && {
          moot: empty(
            'Nothing of this cause waits any more.',
            html`<a href="${hospitalPlace({ processor, group, state: 'closed' })}">See its closed cases</a>.`,
          ),
        }),
      };
    },
    act: async (client, { processor, group }, { reason, headers, typed: { perSecond } }) => {
      const rate = Number(perSecond);
      if (perSecond !== '' && !Number.isInteger(rate)) throw new Refusal('The rate has to be a whole number.');
      const params = { path: { group } };
      const body = { actor: ACTOR, reason, processor, ...(perSecond !== '' && { perSecond: rate }) };
      return whereAsked(
        await answered(client.POST('/hospital/groups/{group}/retry', { params, body, headers })),
        groupPlace({ processor, group }),
      );
    },
  });
};
