import type { FastifyRequest } from 'fastify';
import { answered } from '../../client/client.ts';
import { ProblemError } from '../../client/problem-error.ts';
import type { PageRoutes } from '../console.ts';
import { html } from '../html.ts';
import { counted } from '../parts/parts.ts';
import { type Told, told, untold } from '../parts/told.ts';
import { safeNext } from '../places.ts';
import { caseTable } from './case-list.ts';
import { aboutView, caseDeeds, commandsView, queueView, treatmentsView, whatNext, whyView } from './case-view.ts';
import { contentView, type Shown, stateView } from './content-view.ts';
import { groupDeeds, groupView, noGroup } from './group-view.ts';
import { operationView } from './operation-view.ts';
import { type Filter, filters, groupTable, summary, views } from './overview.ts';
import { groupPlace, inHospital } from './places.ts';
import { haltedNotices, processorRows, processorTable, retriesUnderWay } from './standing.ts';

const PAGE = 50;
const none: Told<never> = { value: null, trouble: null };

/** What could not be processed: by cause, by key, case by case; and how treatments go. */
export const hospitalPages: PageRoutes = async (app, { console }) => {
  app.get('/console/hospital', async (request, reply) => {
    const client = console.ask(request);
    const filter = filterOf(request);
    const { processor, key, state, group, cursor } = filter;
    const byCase = key !== undefined || state !== undefined || group !== undefined;
    const query = { processor, key, group, state: state ?? 'open', cursor, limit: PAGE };
    const [causes, streams, list, { processors }] = await Promise.all([
      told(answered(client.GET('/hospital', { params: { query: { processor } } }))),
      // Of the log: also while the read models are away.
      told(answered(client.GET('/streams', {}))),
      byCase ? told(answered(client.GET('/hospital/cases', { params: { query } }))) : none,
      console.pulse.read(),
    ]);
    const groups = causes.value?.groups ?? null;
    const all = streams.value?.items ?? [];
    const names = [...new Set([...all.map(one => one.processor), ...(groups ?? []).map(one => one.processor)])];
    const standings = all.filter(one => processor === undefined || one.processor === processor);
    const body = [
      untold('What is parked', causes.trouble === null ? list : causes),
      untold('Which processors stand still', streams),
      haltedNotices(standings),
      retriesUnderWay(standings),
      filters(filter, names),
      views(filter, byCase ? 'cases' : 'causes', groups?.length),
      byCase
        ? list.value !== null && caseTable(list.value.cases, filter, list.value.nextCursor)
        : groups !== null && groupTable(groups, filter),
      !byCase &&
        standings.length > 0 && [
          html`<h2>Processors</h2>`,
          processorTable(processorRows(standings, groups, processors)),
        ],
    ];
    const beside = groups !== null && groups.length > 0 && html`<span class="soft">${summary(groups)}</span>`;
    const live = ['hospital', 'log'] as const;
    return console.send(request, reply, { title: 'Hospital', area: 'hospital', body, beside, live });
  });

  app.get<{ Params: { processor: string; group: string }; Querystring: { cursor?: string } }>(
    '/console/hospital/groups/:processor/:group',
    async (request, reply) => {
      const { processor, group } = request.params;
      const { cursor } = request.query;
      const client = console.ask(request);
      const query = { processor, group, cursor, limit: PAGE };
      const [{ groups }, { keys, nextCursor }] = await Promise.all([
        answered(client.GET('/hospital', { params: { query: { processor } } })),
        answered(client.GET('/hospital/keys', { params: { query } })),
      ]);
      const found = groups.find(one => one.group === group);
      const self = groupPlace({ processor, group });
      const pages = {
        first: cursor === undefined ? null : self,
        next: nextCursor === null ? null : `${self}?${new URLSearchParams({ cursor: nextCursor })}`,
      };
      return console.send(request, reply, {
        title: found === undefined ? `${processor}: a cause` : `${processor}: ${found.code}`,
        area: 'hospital',
        path: inHospital,
        live: ['hospital', 'log'],
        ...(found === undefined
          ? { body: noGroup(processor, group) }
          : { body: groupView(found, keys, pages), beside: groupDeeds(found) }),
      });
    },
  );

  app.get<{ Params: { caseId: string }; Querystring: { as?: string } }>(
    '/console/hospital/cases/:caseId',
    async (request, reply) => {
      const { caseId } = request.params;
      const as: Shown = request.query.as === 'raw' ? 'raw' : 'decoded';
      const params = { path: { caseId } };
      const client = console.ask(request);
      let trouble: string | null = null;
      const [read, content] = await Promise.all([
        answered(client.GET('/hospital/cases/{caseId}', { params })),
        // The case itself is told by the read model: also while the log is away.
        answered(client.GET('/hospital/cases/{caseId}/content', { params })).catch((error: unknown) => {
          trouble = error instanceof ProblemError ? (error.problem?.detail ?? error.message) : 'it failed.';
          return null;
        }),
      ]);
      const { case: one } = read;
      const body = html`${whatNext(one)}
${caseDeeds(one)}
<section class="sheet" id="what"><h2>What it is</h2>${aboutView(one)}</section>
<section class="sheet" id="why"><h2>Why it ${one.closedAt === null ? 'is' : 'was'} parked</h2>${whyView(one)}</section>
<section id="blocks"><h2>What it blocks</h2>${queueView(read)}</section>
<section id="holds"><h2>What it holds</h2>${contentView(caseId, content, trouble, as)}</section>
${content !== null && html`<section id="now"><h2>What is on the log now</h2>${stateView(content)}</section>`}
<section id="treatments"><h2>What was done about it</h2>${treatmentsView(one)}</section>
<section id="commands"><h2>From the command line</h2>${commandsView(one)}</section>`;
      const group = { title: `${one.processor}: ${one.error?.code ?? 'a cause'}`, href: groupPlace(one) };
      return console.send(request, reply, {
        title: `Case ${caseId}`,
        area: 'hospital',
        path: [...inHospital, group],
        body,
        live: ['hospital', 'log'],
      });
    },
  );

  app.get<{ Params: { operationId: string }; Querystring: { processor?: string; tasks?: string; of?: string } }>(
    '/console/hospital/operations/:operationId',
    async (request, reply) => {
      const { operationId } = request.params;
      const { processor = '', of } = request.query;
      const tasks = Math.max(1, Number(request.query.tasks) || 1);
      const params = { path: { operationId }, query: { processor, tasks } };
      const client = console.ask(request);
      const [outcome, result] = await Promise.all([
        answered(client.GET('/hospital/operations/{operationId}', { params })),
        told(answered(client.GET('/hospital/operations/{operationId}/result', { params }))),
      ]);
      const body = [
        operationView({ processor, tasks, outcome, result: result.value }),
        of !== undefined && html`<p><a href="${safeNext(of)}">Back to what was treated</a></p>`,
      ];
      return console.send(request, reply, {
        title: 'A treatment',
        area: 'hospital',
        path: inHospital,
        beside: html`<span class="mono soft">${operationId}</span> <span class="soft">of ${processor}, ${counted(tasks, 'task')}</span>`,
        body,
        // An outcome is told by the read model of requests.
        live: ['hospital', 'projections'],
      });
    },
  );
};

/** What the address says; what is empty filters nothing. */
function filterOf(request: FastifyRequest): Filter {
  const query = request.query as Readonly<Record<string, unknown>>;
  const text = (name: string): string | undefined => {
    const value = query[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const state = text('state');
  return {
    processor: text('processor'),
    group: text('group'),
    key: text('key'),
    cursor: text('cursor'),
    ...((state === 'open' || state === 'closed' || state === 'all') && { state }),
  };
}
