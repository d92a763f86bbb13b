import type { FastifyRequest } from 'fastify';
import { LongplayError } from '../../../runtime/errors.ts';
import type { Finding } from '../../../schemas/check/finding.ts';
import { applyEdits } from '../../../schemas/check/fix/edits.ts';
import { answered } from '../../client/client.ts';
import type { Console, PageRoutes } from '../console.ts';
import { problemIn, refusalOf } from '../failure.ts';
import type { Content } from '../html.ts';
import { formOf } from '../parts/confirm.ts';
import { place } from '../places.ts';
import { type CheckPage, checkPage, type Verdict } from './check-page.ts';
import { differences } from './differences.ts';
import { idsView } from './ids-page.ts';
import { type Schema, schemaList } from './schema-list-page.ts';
import {
  differenceView,
  fieldsView,
  jsonView,
  readersView,
  type SchemaView,
  schemaHead,
  versionsOf,
  views,
} from './schema-page.ts';

type Asked = { Params: { subject: string }; Querystring: Record<string, string | undefined> };

const trail = [{ title: 'Schemas', href: place(['schemas']) }];

/** `/console/schemas`: what is said on each topic, in every version, and whether a change of it may be. */
export const schemaPages: PageRoutes = async (app, { console }) => {
  app.get<{ Querystring: { q?: string } }>('/console/schemas', async (request, reply) => {
    const { schemas = [] } = await answered(console.ask(request).GET('/schemas', {}));
    const body = schemaList(schemas, typeof request.query.q === 'string' ? request.query.q.trim() : '');
    return console.send(request, reply, { title: 'Schemas', area: 'schemas', body });
  });

  app.get<Asked>('/console/schemas/:subject', async (request, reply) => {
    const schema = await schemaOf(console, request, request.params.subject);
    const { topic = '' } = schema;
    const view = views.find(one => one === request.query.view) ?? 'fields';
    const version = versionAsked(schema, request.query);
    const body = await bodyOf(console, request, schema, view, version);
    const head = schemaHead(schema, view, version === newestOf(schema) ? null : version);
    const title = view === 'difference' || version === null ? topic : `${topic}, version ${version}`;
    return console.send(request, reply, { title, area: 'schemas', path: trail, body: [head, body] });
  });

  const showCheck = (schema: Schema, page: Omit<CheckPage, 'topic'>, status = 200) => {
    const { topic = '' } = schema;
    const body = [schemaHead(schema, 'check', null), checkPage({ topic, ...page })];
    const path = [...trail, { title: topic, href: place(['schemas', topic]) }];
    return { title: `Check a change of ${topic}`, area: 'schemas', path, body, status } as const;
  };

  app.get<Asked>('/console/schemas/:subject/check', async (request, reply) => {
    const schema = await schemaOf(console, request, request.params.subject);
    const newest = newestOf(schema);
    const json = newest === null ? null : await jsonOf(console, request, schema, newest);
    const text = json === null ? '' : JSON.stringify(json, null, 2);
    return console.send(request, reply, showCheck(schema, { text, verdict: null, refused: null, applied: null }));
  });

  // Changes nothing: it is asked by POST for its length alone.
  app.post<Asked>('/console/schemas/:subject/check', async (request, reply) => {
    const schema = await schemaOf(console, request, request.params.subject);
    const form = formOf(request, 'schema', 'apply');
    // Forms are sent with CRLF, whatever was typed.
    let text = form.schema.replaceAll('\r\n', '\n');
    const check = async (candidate: string): Promise<Verdict> => {
      const { subject = '' } = schema;
      const params = { path: { subject } };
      const said = await answered(
        console.ask(request).POST('/schemas/{subject}/compatibility', { params, body: { schema: candidate } }),
      );
      return said as unknown as Verdict;
    };
    try {
      let verdict = await check(text);
      const fix = form.apply === '' ? null : fixNamed(verdict.findings, form.apply);
      if (fix !== null) {
        text = applyEdits(text, fix.edits);
        verdict = await check(text);
      }
      const applied = fix?.sentence ?? null;
      return console.send(request, reply, showCheck(schema, { text, verdict, refused: null, applied }));
    } catch (error) {
      const refused = refusalOf(error);
      const { status } = problemIn(error as Error);
      return console.send(request, reply, showCheck(schema, { text, verdict: null, refused, applied: null }, status));
    }
  });
};

/** `fingerprint.n`: the n-th way out of a finding. */
function fixNamed(findings: readonly Finding[], name: string): Finding['fixes'][number] | null {
  const [fingerprint, n] = name.split('.');
  return findings.find(one => one.fingerprint === fingerprint)?.fixes[Number(n)] ?? null;
}

/** By the topic's name, or the registry's subject. */
async function schemaOf(console: Console, request: FastifyRequest, name: string): Promise<Schema> {
  const { schemas = [] } = await answered(console.ask(request).GET('/schemas', {}));
  const found = schemas.find(({ topic, subject }) => topic === name || subject === name);
  if (found === undefined) throw new LongplayError('LP_API_NOT_FOUND', `No topic has the schema ${name}.`);
  return found;
}

const newestOf = ({ registered = [] }: Schema): number | null => registered.at(-1)?.version ?? null;

/** By version, or by the id that records name it by. Null: there is none. */
function versionAsked(schema: Schema, { version, id }: Asked['Querystring']): number | null {
  const { registered = [], topic } = schema;
  if (version === undefined && id === undefined) return newestOf(schema);
  const found = registered.find(one => (id === undefined ? String(one.version) === version : String(one.id) === id));
  if (found?.version !== undefined) return found.version;
  const what = id === undefined ? `version ${version}` : `schema with the id ${id}`;
  throw new LongplayError('LP_API_NOT_FOUND', `The registry lists no ${what} of ${topic}.`);
}

async function jsonOf(
  console: Console,
  request: FastifyRequest,
  { topic = '' }: Schema,
  version: number,
): Promise<unknown> {
  const params = { path: { subject: topic, version } };
  return (await answered(console.ask(request).GET('/schemas/{subject}/versions/{version}', { params }))).schema;
}

async function bodyOf(
  console: Console,
  request: FastifyRequest,
  schema: Schema,
  view: SchemaView,
  version: number | null,
): Promise<Content> {
  const query = request.query as Asked['Querystring'];
  const { topic = '', registered = [] } = schema;
  if (view === 'readers') return readersView(schema);
  if (view === 'records') {
    const { look } = query;
    if (look === undefined) return idsView(topic, null);
    const params = { path: { name: topic }, query: look === 'now' ? {} : { cursor: look } };
    return idsView(topic, await answered(console.ask(request).GET('/topics/{name}/schema-ids', { params })));
  }
  if (version === null) return null;
  if (view === 'difference') {
    const to = versionAsked(schema, { version: query.to }) ?? version;
    const before = registered.findLast(one => (one.version ?? 0) < to)?.version ?? to;
    const from = query.from === undefined ? before : (versionAsked(schema, { version: query.from }) ?? before);
    const [one, other] = await Promise.all([from, to].map(n => jsonOf(console, request, schema, n)));
    return differenceView(schema, from, to, differences(one, other));
  }
  const json = await jsonOf(console, request, schema, version);
  return [versionsOf(schema, version, view), view === 'fields' ? fieldsView(schema, json) : jsonView(json)];
}
