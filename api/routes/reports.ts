import type { FastifyPluginAsync } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { bestSellersSchema, DEFAULT_DAYS, DEFAULT_PRODUCTS, dailySalesSchema, LONGEST_DAYS } from './report-schemas.ts';

type DailyQuery = { readonly from?: string; readonly to?: string; readonly currency?: string };
type DailyRow = { day: string; currency: string; sales: string; revenue: string; refunds: string };
type BestQuery = { readonly month?: string; readonly limit?: number };
type BestRow = {
  sku: string;
  orders: string;
  sold: string;
  returned: string;
  title: string | null;
  artist: string | null;
  format: string | null;
};

const DAY_MS = 86_400_000;

/** What the shop has sold, summed while it happens. */
export const reportRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.get<{ Querystring: DailyQuery }>(
    '/reports/daily-sales',
    { schema: dailySalesSchema, config: { needs: ['shop', 'operator'], shows: { of: ['daily-sales'], key: null } } },
    async (request, reply) => {
      const { currency } = request.query;
      const { from, to } = daysOf(request.query, shop.now());
      const rows = await ask(sql<DailyRow[]>`
      select day::text, currency, sales, revenue, refunds from ${sql(views)}.daily_sales
      where day between ${from}::date and ${to}::date
        ${currency === undefined ? sql`` : sql`and currency = ${currency}`}
      order by day, currency`);
      const days = rows.map(({ day, currency, sales, revenue, refunds }) => ({
        day,
        sales: Number(sales),
        revenue: { amount: Number(revenue), currency },
        refunds: { amount: Number(refunds), currency },
      }));
      return sendConditional(request, reply, { from, to, days });
    },
  );

  app.get<{ Querystring: BestQuery }>(
    '/reports/best-sellers',
    {
      schema: bestSellersSchema,
      config: { needs: ['shop', 'operator'], shows: { of: ['best-sellers', 'products'], key: null } },
    },
    async (request, reply) => {
      const { month = null, limit = DEFAULT_PRODUCTS } = request.query;
      const rows = await ask(sql<BestRow[]>`
      with best as (
        select sku, sum(orders)::bigint as orders, sum(sold)::bigint as sold, sum(returned)::bigint as returned
        from ${sql(views)}.best_sellers
        ${month === null ? sql`` : sql`where month = ${month}`}
        group by sku order by sum(sold - returned) desc, sku limit ${limit}
      )
      select best.*, title, artist, format from best left join ${sql(views)}.products using (sku)
      order by sold - returned desc, sku`);
      const products = rows.map(({ sku, orders, sold, returned, title, artist, format }) => ({
        sku,
        title,
        artist,
        format,
        orders: Number(orders),
        sold: Number(sold),
        returned: Number(returned),
        kept: Number(sold) - Number(returned),
        links: { product: `/products/${encodeURIComponent(sku)}` },
      }));
      return sendConditional(request, reply, { month, products });
    },
  );
};

/** The days asked for; left out: as many as are usual, up to today or up to `to`. */
function daysOf({ from, to }: DailyQuery, now: number): { from: string; to: string } {
  const last = to === undefined ? now : dayAt(to);
  const first = from === undefined ? last - (DEFAULT_DAYS - 1) * DAY_MS : dayAt(from);
  if (last - first > LONGEST_DAYS * DAY_MS) {
    const message = `The report tells at most ${LONGEST_DAYS} days at once.`;
    throw new LongplayError('LP_API_INPUT_INVALID', message);
  }
  return { from: nameOf(first), to: nameOf(last) };
}

const nameOf = (at: number): string => new Date(at).toISOString().slice(0, 'YYYY-MM-DD'.length);

/** The schema lets the 30th of February pass. */
function dayAt(day: string): number {
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || nameOf(at) !== day) {
    throw new LongplayError('LP_API_INPUT_INVALID', `There is no day ${day}.`);
  }
  return at;
}
