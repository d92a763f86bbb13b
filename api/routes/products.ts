import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import type { ProductBody } from '../requests/bodies.ts';
import { putProduct, withdrawProduct } from '../requests/products.ts';
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
  money,
  moneyAnswer,
  nullable,
  object,
  optionalText,
  text,
  time,
  writeAnswers,
} from './schemas.ts';

type ProductParams = { Params: { sku: string } };

type ListQuery = PageQuery & { readonly status?: string; readonly artist?: string; readonly format?: string };

type Row = {
  sku: string;
  version: string;
  status: string;
  title: string;
  artist: string;
  album: string | null;
  genre: string | null;
  format: string;
  price_amount: string | null;
  price_currency: string | null;
  changed_at: Date;
};

const sku = id('The product.', 'track-2');
const params = object({ sku }, ['sku']);
const tags = ['products'];

const content = {
  title: text('Title.', 500, 'Kind of Blue'),
  artist: text('Artist.', 500, 'Miles Davis'),
  album: optionalText('Album that it belongs to.', 500),
  genre: optionalText('Genre.', 200, 'Jazz'),
  format: text('Format, such as LP, CD, or a file type.', 200, 'LP'),
};

const putSchema = {
  operationId: 'putProduct',
  summary: 'Put a product',
  description: 'Its whole content, whether it is new or known. A withdrawn product is sold again.',
  tags,
  params,
  headers: changeHeaders,
  body: body(object({ ...content, price: money('What one costs.') }, ['title', 'artist', 'format', 'price'])),
  response: writeAnswers('changes'),
};

const status = { type: 'string', enum: ['ACTIVE', 'WITHDRAWN'] };

const product = answer(
  {
    sku,
    version: { type: 'integer' },
    status,
    ...content,
    price: moneyAnswer('What one costs.'),
    changedAt: time('Of the newest change.'),
    links,
    actions,
  },
  ['sku', 'version'],
);

const readSchema = {
  operationId: 'readProduct',
  summary: 'Read a product',
  description: 'What the shop knows of it, and what can be done with it.',
  tags,
  params,
  ...conditionalRead(product, 'The product as it stands.'),
};

const listSchema = {
  operationId: 'listProducts',
  summary: 'List products',
  description: 'By id. Filters are exact.',
  tags,
  ...pagedRead('products', product, 'A page of products, by id.', {
    status: { ...status, description: 'Only these. Left out: all.' },
    artist: text('Only of this artist.', 500),
    format: text('Only in this format.', 200),
  }),
};

const withdrawSchema = {
  operationId: 'withdrawProduct',
  summary: 'Withdraw a product',
  description: 'It is no longer sold; orders that have it go on.',
  tags,
  params,
  headers: changeHeaders,
  body: body(nullable(object({ reasonCode: optionalText('Why, as a code.', 100, 'out-of-print') }))),
  response: writeAnswers('changes'),
};

export const productRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;
  const owned = (key: string) => ({ topic: 'products', key });

  app.get<{ Querystring: ListQuery }>(
    '/products',
    {
      schema: listSchema,
      config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: ['products'], key: null } },
    },
    async (request, reply) => {
      const { status, artist, format } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<Row[]>`
        select * from ${sql(views)}.products
        where true
          ${status === undefined ? sql`` : sql`and status = ${status}`}
          ${artist === undefined ? sql`` : sql`and artist = ${artist}`}
          ${format === undefined ? sql`` : sql`and format = ${format}`}
          ${page.after === null ? sql`` : sql`and sku > ${page.after}`}
        order by sku limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(rows, page, row => row.sku, shown);
      return sendPage(request, reply, 'products', { products: items, nextCursor });
    },
  );

  app.put<ProductParams & { Body: ProductBody }>(
    '/products/:sku',
    { schema: putSchema, config: { needs: ['shop'] } },
    (request, reply) =>
      answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(request.params.sku),
        owned: owned(request.params.sku),
        build: asking => putProduct(asking, request.params.sku, request.body),
      }),
  );

  app.get<ProductParams>(
    '/products/:sku',
    {
      schema: readSchema,
      config: { needs: ['shop', 'warehouse', 'operator'], shows: { of: ['products'], key: 'sku' } },
    },
    async (request, reply) => {
      const { sku } = request.params;
      const [row] = await ask(sql<Row[]>`select * from ${sql(views)}.products where sku = ${sku}`);
      if (row === undefined)
        return sendProblem(reply, problem('LP_API_NOT_FOUND', `The product ${sku} is not known here.`));
      return sendConditional(request, reply, shown(row));
    },
  );

  app.delete<ProductParams & { Body: { reasonCode?: string } | null }>(
    '/products/:sku',
    { schema: withdrawSchema, config: { needs: ['shop'] } },
    (request, reply) =>
      answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(request.params.sku),
        owned: owned(request.params.sku),
        build: asking => withdrawProduct(asking, request.params.sku, request.body ?? {}),
      }),
  );
};

const pathOf = (sku: string): string => `/products/${encodeURIComponent(sku)}`;

function shown({ sku, version, status, title, artist, album, genre, format, ...row }: Row) {
  const { price_amount, price_currency, changed_at } = row;
  const self = pathOf(sku);
  return {
    sku,
    version: Number(version),
    status,
    title,
    artist,
    album,
    genre,
    format,
    price: price_amount === null ? null : { amount: Number(price_amount), currency: price_currency },
    changedAt: changed_at.toISOString(),
    links: { self, stock: `/stock/${encodeURIComponent(sku)}` },
    actions: actionsOf(
      { name: 'change', method: 'PUT', href: self },
      { name: 'withdraw', method: 'DELETE', href: self, when: status === 'ACTIVE' },
    ),
  };
}
