import type { FastifyPluginAsync } from 'fastify';
import type { LoyaltyDocument } from '../../projections/loyalty-accounts/project.ts';
import { sendConditional } from '../conditional.ts';
import type { Shop } from '../context.ts';
import { problem, sendProblem } from '../errors.ts';
import { conditionalRead } from './read-schemas.ts';
import { answer, id, links, list, object, time, timeOrNull } from './schemas.ts';

type Row = {
  version: string;
  status: string;
  points: string;
  held: string;
  earned: string;
  taken_back: string;
  spent: string;
  granted: string;
  changed_at: Date;
  document: LoyaltyDocument;
};
type AccountParams = { Params: { customerId: string } };

const points = (description: string) => ({ type: 'integer', description });

const schema = {
  operationId: 'readLoyaltyAccount',
  summary: 'Read the loyalty points of a customer',
  description: 'What there is to spend, what is held for open orders, and the newest entries.',
  tags: ['customers'],
  params: object({ customerId: id('The customer.', 'customer-2') }, ['customerId']),
  ...conditionalRead(
    answer({
      customerId: { type: 'string' },
      version: { type: 'integer' },
      status: { type: 'string', description: 'OPEN, or CLOSED once the customer was erased.' },
      points: points('Held ones included. Below zero where points were spent that a return took back.'),
      available: points('What a new order can spend.'),
      held: points('Held for open orders.'),
      earned: points('Earned in all.'),
      takenBack: points('Taken back after returns, in all.'),
      spent: points('Spent in all.'),
      granted: points('Granted as a start to a customer who enrolled.'),
      holds: list(
        answer({ orderId: { type: 'string' }, points: { type: 'integer' }, since: timeOrNull('When it was held.') }),
        'What is held, by order.',
      ),
      entries: list(
        answer({
          kind: { type: 'string', description: 'HELD, REFUSED, GIVEN_BACK, SPENT, EARNED, TAKEN_BACK or GRANTED.' },
          orderId: { type: 'string', description: 'Empty where it is about none.' },
          points: { type: 'integer' },
          at: timeOrNull('When.'),
        }),
        'The newest movements, the newest last; older ones are in the totals only.',
      ),
      changedAt: time('Of the newest change.'),
      links,
    }),
    'Points = granted + earned − taken back − spent.',
  ),
};

export const loyaltyRoutes: FastifyPluginAsync<{ shop: Shop }> = async (app, { shop }) => {
  const { sql, views, ask } = shop.database;

  app.get<AccountParams>(
    '/loyalty-accounts/:customerId',
    { schema, config: { needs: ['shop'], shows: { of: ['loyalty-accounts'], key: 'customerId' } } },
    async (request, reply) => {
      const { customerId } = request.params;
      const [row] = await ask(sql<Row[]>`
      select * from ${sql(views)}.loyalty_accounts where customer_id = ${customerId}`);
      if (row === undefined) {
        const detail = `The customer ${customerId} has no account: there is one once the customer enrols, or points are earned or asked for.`;
        return sendProblem(reply, problem('LP_API_NOT_FOUND', detail));
      }
      const encoded = encodeURIComponent(customerId);
      return sendConditional(request, reply, {
        customerId,
        version: Number(row.version),
        status: row.status,
        points: Number(row.points),
        available: Math.max(0, Number(row.points) - Number(row.held)),
        held: Number(row.held),
        earned: Number(row.earned),
        takenBack: Number(row.taken_back),
        spent: Number(row.spent),
        granted: Number(row.granted),
        holds: row.document.holds.map(({ orderId, points, at }) => ({ orderId, points, since: isoOrNull(at) })),
        entries: row.document.entries.map(({ kind, orderId, points, at }) => ({
          kind,
          orderId,
          points,
          at: isoOrNull(at),
        })),
        changedAt: row.changed_at.toISOString(),
        links: { self: `/loyalty-accounts/${encoded}`, customer: `/customers/${encoded}` },
      });
    },
  );
};

const isoOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());
