import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import type { StockBody } from '../requests/bodies.ts';
import { type StockReceiptKind, stockReceipt } from '../requests/stock.ts';
import { answerWrite } from '../writing.ts';
import { actionsOf } from './actions.ts';
import { body } from './examples.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';
import { conditionalRead, pagedRead } from './read-schemas.ts';
import {
  actions,
  answer,
  changeHeaders,
  id,
  links,
  object,
  optionalText,
  time,
  wholeNumber,
  writeAnswers,
} from './schemas.ts';

type StockParams = { Params: { sku: string } };

type Row = Record<(typeof TOTALS)[number]['column'] | 'version' | 'sku', string> & { changed_at: Date };

const TOTALS = [
  { column: 'on_hand', name: 'onHand', says: 'On the shelf, reserved ones included.' },
  { column: 'reserved', name: 'reserved', says: 'Of these, reserved for orders.' },
  { column: 'received', name: 'received', says: 'Received in all.' },
  { column: 'counted', name: 'counted', says: 'Differences found by counting, in all; may be negative.' },
  { column: 'written_off', name: 'writtenOff', says: 'Written off in all.' },
  { column: 'restocked', name: 'restocked', says: 'Restocked after returns, in all.' },
  { column: 'consumed', name: 'consumed', says: 'Consumed by packing, in all.' },
] as const;

const sku = id('The product.', 'track-2');
const params = object({ sku }, ['sku']);
const tags = ['stock'];
const reference = optionalText('Delivery note or counting list.', 200, 'note 4711');

type Kind = {
  readonly path: string;
  readonly type: StockReceiptKind;
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly least: number;
};

const kinds: readonly Kind[] = [
  {
    path: 'receipts',
    type: 'RECEIVED',
    operationId: 'receiveStock',
    summary: 'Receive goods',
    description: 'So many have come in.',
    least: 1,
  },
  {
    path: 'counts',
    type: 'COUNTED',
    operationId: 'countStock',
    summary: 'Count goods',
    description: 'So many lie on the shelf; the difference is booked. Fewer than are reserved is rejected.',
    least: 0,
  },
  {
    path: 'write-offs',
    type: 'WRITTEN_OFF',
    operationId: 'writeOffStock',
    summary: 'Write goods off',
    description: 'So many are lost or broken. More than are free is rejected: cancel an order first.',
    least: 1,
  },
];

const bodyOf = ({ type, least }: Kind) =>
  object(
    {
      quantity: wholeNumber('How many.', least, 5),
      reference,
      ...(type === 'WRITTEN_OFF' && { reasonCode: optionalText('Why, as a code.', 100, 'broken') }),
    },
    ['quantity'],
  );

const stock = answer(
  {
    sku,
    version: { type: 'integer' },
    available: { type: 'integer', description: 'What can still be reserved.' },
    ...Object.fromEntries(TOTALS.map(({ name, says }) => [name, { type: 'integer', description: says }])),
    changedAt: time('Of the newest change.'),
    links,
    actions,
  },
  ['sku', 'version'],
);

const readSchema = {
  operationId: 'readStock',
  summary: 'Read the stock of a product',
  description: 'Received ± counted − written off + restocked = on hand + consumed.',
  tags,
  params,
  ...conditionalRead(stock, 'The stock as it stands.'),
};

const MOST_UNITS = 2_147_483_647;

const listSchema = {
  operationId: 'listStock',
  summary: 'List the stock of all products',
  description: 'What the warehouse has of each product, by sku; pages by cursor.',
  tags,
  ...pagedRead('stock', stock, 'A page of stock, by product.', {
    availableBelow: {
      type: 'integer',
      minimum: 1,
      maximum: MOST_UNITS,
      description: 'Only where fewer can still be reserved. Left out: all.',
      examples: [5],
    },
  }),
};

export const stockRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.get<{ Querystring: PageQuery & { readonly availableBelow?: number } }>(
    '/stock',
    { schema: listSchema, config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: ['stock'], key: null } } },
    async (request, reply) => {
      const { availableBelow } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<Row[]>`
        select * from ${sql(views)}.stock
        where true
          ${availableBelow === undefined ? sql`` : sql`and on_hand - reserved < ${availableBelow}`}
          ${page.after === null ? sql`` : sql`and sku > ${page.after}`}
        order by sku limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(rows, page, row => row.sku, shown);
      return sendPage(request, reply, 'stock', { stock: items, nextCursor });
    },
  );

  for (const kind of kinds) {
    const { path, type, operationId, summary, description } = kind;
    const common = { tags, params, headers: changeHeaders, response: writeAnswers('changes') };
    const schema = { ...common, operationId, summary, description, body: body(bodyOf(kind)) };
    app.post<StockParams & { Body: StockBody }>(
      `/stock/:sku/${path}`,
      { schema, config: { needs: ['warehouse'] } },
      (request, reply) =>
        answerWrite(shop, request, reply, {
          ids: requestIds(request),
          resource: pathOf(request.params.sku),
          owned: { topic: 'stock', key: request.params.sku },
          build: asking => stockReceipt(asking, request.params.sku, type, request.body),
        }),
    );
  }

  app.get<StockParams>(
    '/stock/:sku',
    { schema: readSchema, config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: ['stock'], key: 'sku' } } },
    async (request, reply) => {
      const { sku } = request.params;
      const [row] = await ask(sql<Row[]>`select * from ${sql(views)}.stock where sku = ${sku}`);
      if (row === undefined)
        return sendProblem(reply, problem('LP_API_NOT_FOUND', `Nobody has seen stock of ${sku} yet.`));
      return sendConditional(request, reply, shown(row));
    },
  );
};

const pathOf = (sku: string): string => `/stock/${encodeURIComponent(sku)}`;

function shown(row: Row) {
  const self = pathOf(row.sku);
  return {
    sku: row.sku,
    version: Number(row.version),
    available: Number(row.on_hand) - Number(row.reserved),
    ...Object.fromEntries(TOTALS.map(({ column, name }) => [name, Number(row[column])])),
    changedAt: row.changed_at.toISOString(),
    links: { self, product: `/products/${encodeURIComponent(row.sku)}` },
    actions: actionsOf(
      { name: 'receive', method: 'POST', href: `${self}/receipts` },
      { name: 'count', method: 'POST', href: `${self}/counts` },
      {
        name: 'writeOff',
        method: 'POST',
        href: `${self}/write-offs`,
        when: Number(row.on_hand) > Number(row.reserved),
      },
    ),
  };
}
