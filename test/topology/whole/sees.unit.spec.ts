import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Log, TransactionalWriter, TransactionRequest } from '../../../runtime/log/port.ts';
import type { Mail } from '../../../schemas/types/notifications.ts';
import { butFor, type Decide, decidingFrom, withOther } from '../../property/planted.ts';
import { storming as processors } from '../../property/storming.ts';
import type { Otherwise } from './process.ts';
import { stormyWhole } from './scenario.ts';
import { tellWhole } from './tell.ts';

type Transact = TransactionalWriter['transact'];

/** A log whose transactions do otherwise than they should. */
const transacting = (otherwise: (transact: Transact, request: TransactionRequest) => ReturnType<Transact>) => ({
  log: (log: Log): Log => ({
    ...log,
    transactionalWriter: async id => {
      const writer = await log.transactionalWriter(id);
      return { ...writer, transact: request => otherwise(writer.transact, request) };
    },
  }),
});

const deciding = (name: string, otherwise: (decide: Decide) => Decide): Otherwise => ({
  processors: withOther(processors, name, otherwise),
});

const positionsOf = ({ positions }: TransactionRequest): TransactionRequest => ({
  records: [],
  ...(positions !== undefined && { positions }),
});

describe('the stories of the whole shop show', () => {
  test.each<[string, Otherwise, RegExp]>([
    [
      'positions that are committed before what was decided',
      transacting(async (transact, request) => {
        if (request.records.length > 0) await transact(positionsOf(request));
        return transact(request);
      }),
      /no outcome|never answered|points earned/,
    ],
    [
      'facts that get lost on their way',
      transacting(async (transact, request) => {
        const last = request.records.at(-1);
        const lost = last?.topic.endsWith('.stock-replies') === true && last.key?.toString() === 'o1';
        return transact(lost ? { ...request, records: request.records.slice(0, -1) } : request);
      }),
      /never answered|declared are|stands still/,
    ],
    [
      'payments under another key at each attempt',
      deciding(
        'payments',
        butFor(state => ({
          ...state,
          effects: state.effects.map(one => ({ ...one, idempotencyKey: `${one.id}#${one.attempt}` })),
        })),
      ),
      /is authorised twice|can't be (captured|voided) any more|refunded more/,
    ],
    [
      'mails under another Message-ID at each attempt',
      deciding(
        'notifications',
        butFor((state, _, { from }) => {
          if (from !== 'effect') return state;
          const mails = (state.mails as Mail[]).map(one => ({ ...one, messageId: `${one.messageId}'` }));
          return { ...state, mails };
        }),
      ),
      /never came|that nobody knows|another Message-ID/,
    ],
    [
      'an account of an erased customer that what comes late opens again',
      deciding('loyalty', decidingFrom({ status: 'OPEN' }, ['customer-activity', 'loyalty-requests'])),
      /the account v\d+ is revived|read again, it led to something new/,
    ],
    [
      'a customer who is erased while an order is open',
      deciding('customers', decidingFrom({ openOrders: [] }, 'customer-requests')),
      /ERASED while o\d is open/,
    ],
  ])('%s', { timeout: 60_000 }, async (_, otherwise, sentence) => {
    const story = fc.asyncProperty(stormyWhole, async told => void (await tellWhole({ ...told, otherwise })));
    const { errorInstance } = await fc.check(story, { numRuns: 300, seed: 1, endOnFailure: true });
    expect((errorInstance as Error | null)?.message).toMatch(sentence);
  });
});
