import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { requestIds } from '../request-ids.ts';
import type { ProductBody } from '../requests/bodies.ts';
import { putProduct, withdrawProduct } from '../requests/products.ts';
import { answerWrite } from '../writing.ts';
import {
  answer,
  conditionalRead,
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
  writeHeaders,
} from './schemas.ts';

type ProductParams = { Params: { sku: string } };

type Row = {
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
  headers: writeHeaders,
  body: object({ ...content, price: money('What one costs.') }, ['title', 'artist', 'format', 'price']),
  response: writeAnswers('changes'),
};

const readSchema = {
  operationId: 'readProduct',
  summary: 'Read a product',
  tags,
  params,
  ...conditionalRead(
    answer({
      sku,
      version: { type: 'integer' },
      status: { type: 'string', enum: ['ACTIVE', 'WITHDRAWN'] },
      ...content,
      price: moneyAnswer('What one costs.'),
      changedAt: time('Of the newest change.'),
      links,
    }),
    'The product as it stands.',
  ),
};

const withdrawSchema = {
  operationId: 'withdrawProduct',
  summary: 'Withdraw a product',
  description: 'It is no longer sold; orders that have it go on.',
  tags,
  params,
  headers: writeHeaders,
  body: nullable(object({ reasonCode: optionalText('Why, as a code.', 100, 'out-of-print') })),
  response: writeAnswers('changes'),
};

export const productRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;
  const pathOf = (sku: string): string => `/products/${encodeURIComponent(sku)}`;

  app.put<ProductParams & { Body: ProductBody }>(
    '/products/:sku',
    { schema: putSchema, config: { needs: ['shop'] } },
    (request, reply) =>
      answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(request.params.sku),
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
      const { version, status, title, artist, album, genre, format, price_amount, price_currency } = row;
      return sendConditional(request, reply, {
        sku,
        version: Number(version),
        status,
        title,
        artist,
        album,
        genre,
        format,
        price: price_amount === null ? null : { amount: Number(price_amount), currency: price_currency },
        changedAt: row.changed_at.toISOString(),
        links: { self: pathOf(sku), stock: `/stock/${encodeURIComponent(sku)}` },
      });
    },
  );

  app.delete<ProductParams & { Body: { reasonCode?: string } | null }>(
    '/products/:sku',
    { schema: withdrawSchema, config: { needs: ['shop'] } },
    (request, reply) =>
      answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(request.params.sku),
        build: asking => withdrawProduct(asking, request.params.sku, request.body ?? {}),
      }),
  );
};
