import { describe, expect, it } from 'vitest';
import { render } from '../html.ts';
import { textOf } from '../testing/forms.ts';
import { hexText } from './bytes.ts';
import { type Tried, trialText, trialView } from './dry-run-view.ts';
import { type OperationSeen, operationView } from './operation-view.ts';

const error = { code: 'LP_TASK_POISON', transient: false, message: 'no disc', frame: '', stack: '' };
const run: Tried['runs'][number] = {
  processor: 'orders',
  key: 'o-1',
  before: null,
  cases: [
    { caseId: 'orders/a/0/1', would: 'heal', error: null },
    { caseId: 'orders/a/0/2', would: 'fail again', error },
  ],
  records: [{ kind: 'fact', topic: 'orders', key: 'o-1', value: { status: 'PLACED' } }],
  rows: [{ projection: 'orders', table: 'orders', row: { order_id: 'o-1' } }],
  effects: [],
  alarms: [],
};

describe('a dry run', () => {
  it('tells in a sentence what would be written, and shows all of it', () => {
    const tried = { runs: [run], notTried: 3, projected: null };
    expect(trialText(tried)).toBe(
      '1 would heal, 1 would fail again. It would write 1 record, which would make 1 row of read models, and begin 0 effects.',
    );
    const text = textOf(`<main>${render(trialView(tried))}`);
    expect(text).toMatch(/3 further keys .*LP_TASK_POISON no disc .*fact to orders for o-1 .*PLACED.* a row of orders/);
  });

  it('of a read model shows the rows before and after', () => {
    const projected = {
      projection: 'orders',
      key: 'o-1',
      generation: 2,
      todaysCode: false,
      table: 'orders',
      records: 4,
      before: [],
      after: [{ order_id: 'o-1' }],
      cases: [],
      error: null,
    };
    const tried = { runs: [], notTried: 0, projected };
    expect(trialText(tried)).toBe('Of orders, 0 rows would become 1 row.');
    expect(textOf(`<main>${render(trialView(tried))}`)).toMatch(/today’s is another one/);
  });
});

describe('a treatment', () => {
  const outcome = {
    operationId: 'r',
    status: 'accepted' as const,
    outcomes: [{ requestId: 'r', status: 'accepted', reason: null, decidedAt: '2026-11-21T10:00:00Z' }],
  };
  const result = { operationId: 'r', ended: true, total: 4, healed: 3, back: 1, errors: ['no disc'] };
  const seen: OperationSeen = { processor: 'orders', tasks: 1, outcome, result };

  it.each([
    [
      { outcome: { ...outcome, status: 'undecided' as const, outcomes: [] }, result: null },
      'orders has not answered yet',
    ],
    [
      {
        outcome: {
          ...outcome,
          status: 'rejected' as const,
          outcomes: [{ ...outcome.outcomes[0], reason: 'case-closed' } as never],
        },
      },
      'Refused by orders: case-closed. Nothing was done.',
    ],
    [{ result: { ...result, ended: false, back: 0 } }, 'Under way: 3 healed, 0 back again so far.'],
    [{}, '1 case back again , 3 healed. What fails again is not tried twice in one retry. no disc'],
    [{ result: { ...result, healed: 4, back: 0 } }, 'Healed: 4 cases, and what queued behind went on.'],
    [{ result: null }, 'orders has taken it'],
  ])('as %j says: %s', (over, said) => {
    expect(textOf(`<main>${render(operationView({ ...seen, ...over }))}`)).toContain(said);
  });
});

it('bytes are shown as hexdump shows them', () => {
  expect(hexText(Buffer.from('a record of 17 by\x00'))).toBe(
    '00000000  61 20 72 65 63 6f 72 64 20 6f 66 20 31 37 20 62  a record of 17 b\n00000010  79 00                                            y·',
  );
});
