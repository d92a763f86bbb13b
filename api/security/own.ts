import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIdOf } from '../request-ids.ts';
import { customerOf } from '../routes/order-reads.ts';

type Books = Pick<Shop, 'database' | 'book'>;

/** `his`: go on; `unknown`: as if it were not there; `others`: about somebody else, or the whole shop. */
type Verdict = 'his' | 'unknown' | 'others';

type Rule = (request: FastifyRequest, his: string, books: Books) => Verdict | Promise<Verdict>;

/** The same for everybody, and nobody's. */
const everybodys: Rule = () => 'his';

const field = (of: unknown, name: string): unknown => (of as Record<string, unknown> | null | undefined)?.[name];

/** A list of everybody's becomes a list of his; who names another customer is told so. */
const listed: Rule = (request, his) => {
  const asked = field(request.query, 'customerId');
  if (asked !== undefined) return asked === his ? 'his' : 'others';
  request.query = { ...(request.query as object), customerId: his };
  return 'his';
};

/** What the names in an address do not say. */
const rules: Readonly<Record<string, Rule>> = {
  'GET /orders': listed,
  'POST /orders': ({ body }, his) => (field(body, 'customerId') === his ? 'his' : 'others'),
  'GET /holidays': listed,
  'POST /holidays': ({ body }, his) => (field(body, 'customerId') === his ? 'his' : 'others'),
  'GET /products': everybodys,
  'GET /products/:sku': everybodys,
  'GET /stock/:sku': everybodys,
};

/** What is asked about is in the address, by these names everywhere. */
const byParameter: Readonly<Record<string, (id: string, his: string, books: Books) => Verdict | Promise<Verdict>>> = {
  customerId: (id, his) => (id === his ? 'his' : 'unknown'),
  orderId: async (id, his, { database, book }) => {
    const owner = (await customerOf(database, id)) ?? (await book.find(requestIdOf(id)))?.customerId;
    return owner === his ? 'his' : 'unknown';
  },
  holidayId: async (id, his, { database, book }) => {
    const owner =
      (await customerOf(database, id, { table: 'holidays', key: 'holiday_id' })) ??
      (await book.find(requestIdOf(id)))?.customerId;
    return owner === his ? 'his' : 'unknown';
  },
  requestId: async (id, his, { book }) => ((await book.find(id))?.customerId === his ? 'his' : 'unknown'),
};

/**
 * A customer's key or token reads and changes only what is his. What is others' is as if it were not there (404), so that
 * nobody learns what there is. A route that is neither named above nor names in its address whose it is stays closed: a
 * new one is the shop's alone until somebody has decided about it.
 */
export function keepToOwn(app: FastifyInstance, books: Books | null): void {
  app.addHook('preHandler', async (request, reply) => {
    const { customerId } = request.caller;
    if (customerId === null || request.is404 || request.routeOptions.config.needs === null) return;
    const verdict = books === null ? 'others' : await verdictOn(request, customerId, books);
    if (verdict !== 'his') return refuse(request, reply, verdict);
  });
}

async function verdictOn(request: FastifyRequest, his: string, books: Books): Promise<Verdict> {
  const verdict = await aboutAddress(request, his, books);
  // Read your own write: what became of others' requests is theirs.
  const after = field(request.query, 'after');
  if (verdict !== 'his' || after === undefined) return verdict;
  return (await byParameter.requestId?.(String(after), his, books)) ?? 'unknown';
}

async function aboutAddress(request: FastifyRequest, his: string, books: Books): Promise<Verdict> {
  const { method, routeOptions, params } = request;
  const rule = rules[`${method === 'HEAD' ? 'GET' : method} ${routeOptions.url}`];
  if (rule !== undefined) return await rule(request, his, books);
  for (const [name, about] of Object.entries(byParameter)) {
    const id = field(params, name);
    if (id !== undefined) return await about(String(id), his, books);
  }
  return 'others';
}

function refuse(request: FastifyRequest, reply: FastifyReply, verdict: 'unknown' | 'others'): FastifyReply {
  if (verdict === 'others') return sendProblem(reply, problem('LP_API_OTHERS'));
  return sendProblem(reply, problem('LP_API_NOT_FOUND', `Nothing of yours is known at ${request.url.split('?')[0]}.`));
}
