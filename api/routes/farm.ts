import type { FastifyPluginAsync } from 'fastify';
import type { InstrumentDocument } from '../../projections/instruments/project.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { requestIds } from '../request-ids.ts';
import type { PositionBody, QuoteBody } from '../requests/bodies.ts';
import { putPosition, quoteInstrument, removePosition } from '../requests/market.ts';
import { answerWrite } from '../writing.ts';
import {
  instrumentSchema,
  portfolioSchema,
  positionSchema,
  positionsSchema,
  putSchema,
  quoteSchema,
  removeSchema,
} from './farm-schemas.ts';
import { type PositionRow, positionPath, positionShown } from './farm-view.ts';
import { sendNotFound } from './not-found.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

type InstrumentParams = { Params: { instrumentId: string } };
type PositionParams = { Params: { positionId: string } };
type InstrumentRow = {
  version: string;
  status: string;
  positions: number;
  asked: string;
  overtaken_quotes: string;
  changed_at: Date;
  document: InstrumentDocument;
};
type TotalRow = Record<(typeof TOTALS)[number], string> & { currency: string };

const TOTALS = ['value', 'positions', 'stale', 'unpriced', 'failed', 'owed'] as const;
const config = { needs: ['operator'] } as const;
const shows = (of: string, key: string | null) => ({ ...config, shows: { of: [of], key } });
const instrumentPath = (id: string): string => `/instruments/${encodeURIComponent(id)}`;
/** A position's id begins with that of its instrument; the schema has seen to it that there is the mark. */
const instrumentOf = (positionId: string): string => positionId.slice(0, positionId.indexOf('~'));

export const farmRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.post<InstrumentParams & { Body: QuoteBody }>(
    '/instruments/:instrumentId/quotes',
    { schema: quoteSchema, config },
    (request, reply) => {
      const { instrumentId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: instrumentPath(instrumentId),
        build: asking => quoteInstrument(asking, instrumentId, request.body),
      });
    },
  );

  app.put<PositionParams & { Body: PositionBody }>(
    '/positions/:positionId',
    { schema: putSchema, config },
    (request, reply) => {
      const { positionId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: positionPath(positionId),
        build: asking => putPosition(asking, instrumentOf(positionId), positionId, request.body),
      });
    },
  );

  app.delete<PositionParams>('/positions/:positionId', { schema: removeSchema, config }, (request, reply) => {
    const { positionId } = request.params;
    return answerWrite(shop, request, reply, {
      ids: requestIds(request),
      resource: positionPath(positionId),
      build: asking => removePosition(asking, instrumentOf(positionId), positionId),
    });
  });

  app.get<InstrumentParams>(
    '/instruments/:instrumentId',
    { schema: instrumentSchema, config: shows('instruments', 'instrumentId') },
    async (request, reply) => {
      const { instrumentId } = request.params;
      const [row] = await ask(sql<InstrumentRow[]>`
        select * from ${sql(views)}.instruments where instrument_id = ${instrumentId}`);
      if (row === undefined) return sendNotFound(shop, reply, 'The instrument', instrumentId);
      const { quote, quotedAt } = row.document;
      return sendConditional(request, reply, {
        instrumentId,
        version: Number(row.version),
        status: row.status,
        quote,
        quotedAt: quotedAt === null ? null : new Date(quotedAt).toISOString(),
        positions: row.positions,
        pricesAsked: Number(row.asked),
        overtakenQuotes: Number(row.overtaken_quotes),
        changedAt: row.changed_at.toISOString(),
        links: { self: instrumentPath(instrumentId) },
      });
    },
  );

  app.get<{ Querystring: PageQuery & { readonly portfolioId?: string; readonly status?: string } }>(
    '/positions',
    { schema: positionsSchema, config: shows('position-prices', null) },
    async (request, reply) => {
      const { portfolioId, status } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<PositionRow[]>`
        select * from ${sql(views)}.position_prices
        where ${status === undefined ? sql`status <> 'WITHDRAWN'` : sql`status = ${status}`}
          ${portfolioId === undefined ? sql`` : sql`and portfolio_id = ${portfolioId}`}
          ${page.after === null ? sql`` : sql`and position_id > ${page.after}`}
        order by position_id limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(rows, page, row => row.position_id, positionShown);
      return sendPage(request, reply, 'positions', { positions: items, nextCursor });
    },
  );

  app.get<PositionParams>(
    '/positions/:positionId',
    { schema: positionSchema, config: shows('position-prices', 'positionId') },
    async (request, reply) => {
      const { positionId } = request.params;
      const [row] = await ask(sql<PositionRow[]>`
        select * from ${sql(views)}.position_prices where position_id = ${positionId}`);
      if (row === undefined) return sendNotFound(shop, reply, 'A price of the position', positionId);
      return sendConditional(request, reply, positionShown(row));
    },
  );

  app.get<{ Params: { portfolioId: string } }>(
    '/portfolios/:portfolioId',
    { schema: portfolioSchema, config: shows('portfolio-totals', null) },
    async (request, reply) => {
      const { portfolioId } = request.params;
      const rows = await ask(sql<TotalRow[]>`
        select * from ${sql(views)}.portfolio_totals where portfolio_id = ${portfolioId} order by currency`);
      if (rows.length === 0) return sendNotFound(shop, reply, 'The portfolio', portfolioId);
      const totals = rows.map(row => ({
        currency: row.currency,
        ...Object.fromEntries(TOTALS.map(name => [name, Number(row[name])])),
      }));
      const id = encodeURIComponent(portfolioId);
      const links = { self: `/portfolios/${id}`, positions: `/positions?portfolioId=${id}` };
      return sendConditional(request, reply, { portfolioId, totals, links });
    },
  );
};
