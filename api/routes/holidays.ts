import type { FastifyPluginAsync } from 'fastify';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { requestIds } from '../request-ids.ts';
import type { HolidayBody } from '../requests/bodies.ts';
import { bookHoliday, cancelHoliday } from '../requests/holidays.ts';
import { answerWrite } from '../writing.ts';
import { bookSchema, cancelSchema, listSchema, logSchema, readSchema } from './holiday-schemas.ts';
import { type HolidayRow, holidayView, listedHoliday, logView, pathOf } from './holiday-view.ts';
import { sendNotFound } from './not-found.ts';
import { type PageQuery, paged, pageOf, sendPage } from './paging.ts';

type Params = { Params: { holidayId: string } };
type ListQuery = PageQuery & { readonly status?: string; readonly customerId?: string };

const reading = (key: 'holidayId' | null) =>
  ({ needs: ['shop', 'operator'], shows: { of: ['holidays'], key } }) as const;

export const holidayRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.post<{ Body: HolidayBody }>(
    '/holidays',
    { schema: bookSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const ids = requestIds(request);
      const holidayId = ids.created('holiday');
      return answerWrite(shop, request, reply, {
        ids,
        resource: pathOf(holidayId),
        creates: true,
        answer: { holidayId },
        build: asking => bookHoliday(asking, holidayId, request.body),
      });
    },
  );

  app.post<Params>(
    '/holidays/:holidayId/cancellation',
    { schema: cancelSchema, config: { needs: ['shop'] } },
    (request, reply) => {
      const { holidayId } = request.params;
      return answerWrite(shop, request, reply, {
        ids: requestIds(request),
        resource: pathOf(holidayId),
        owned: { topic: 'holidays', key: holidayId },
        build: asking => cancelHoliday(asking, holidayId),
      });
    },
  );

  app.get<{ Querystring: ListQuery }>(
    '/holidays',
    { schema: listSchema, config: reading(null) },
    async (request, reply) => {
      const { status, customerId } = request.query;
      const page = pageOf(request);
      const rows = await ask(sql<HolidayRow[]>`
        select * from ${sql(views)}.holidays
        where true
          ${status === undefined ? sql`` : sql`and status = ${status}`}
          ${customerId === undefined ? sql`` : sql`and customer_id = ${customerId}`}
          ${page.after === null ? sql`` : sql`and holiday_id > ${page.after}`}
        order by holiday_id limit ${page.limit + 1}`);
      const { items, nextCursor } = paged(rows, page, row => row.holiday_id, listedHoliday);
      return sendPage(request, reply, 'holidays', { holidays: items, nextCursor });
    },
  );

  const shown = (path: string, schema: object, view: (row: HolidayRow) => object) =>
    app.get<Params>(`/holidays/:holidayId${path}`, { schema, config: reading('holidayId') }, async (request, reply) => {
      const { holidayId } = request.params;
      const [row] = await ask(sql<HolidayRow[]>`select * from ${sql(views)}.holidays where holiday_id = ${holidayId}`);
      if (row === undefined) return sendNotFound(shop, reply, 'The holiday', holidayId);
      return sendConditional(request, reply, view(row));
    });
  shown('', readSchema, holidayView);
  shown('/log', logSchema, logView);
};
