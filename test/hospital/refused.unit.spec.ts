import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AgainInput, EffectAnswer, Processor } from '../../runtime/tasks/definition.ts';
import type { FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { bareProcessor, facts } from '../../runtime/tasks/testing/bare.ts';
import { memoryWorld, retry, type World } from './world.ts';

type Account = FatEvent & { readonly refused: string | null; readonly paid: boolean };

const refund = (idempotencyKey: string): PendingEffect => ({
  id: 'a/refund',
  kind: 'refund',
  about: '',
  attempt: 1,
  idempotencyKey,
  reference: null,
  since: 0,
  retryAt: null,
  lastError: null,
});

/** Owes a refund from its first record on; a later one says that it was seen to by hand, or another reason why not. */
const refunding = (): Processor =>
  bareProcessor({
    name: 'tally',
    effects: ['refund'],
    decide: (_, input) => {
      const none = { deadlines: [], effects: [], refused: null, paid: false };
      if (input.from === 'effect' && 'answer' in input) {
        const { answer } = input as { answer: EffectAnswer };
        if (answer.status === 'refused') return { state: { ...none, refused: answer.code }, what: 'REFUSED' };
        return { state: { ...none, paid: true }, what: 'PAID' };
      }
      const { n } = (input as unknown as { value: { n: number } }).value;
      if (n === 2) return { state: { ...none, refused: 'not-allowed' } };
      return n === 0 ? { state: { ...none, effects: [refund('a/refund')] } } : { state: { ...none, paid: true } };
    },
    failures: state => {
      const code = (state as Account).refused;
      return code === null ? [] : [{ effectId: 'a/refund', kind: 'refund', code }];
    },
    again: (state, { attempt }: AgainInput) => ({
      state: { ...state, refused: null, effects: [refund(`a/refund/${attempt}`)] },
    }),
  } as Partial<Processor>);

let world: World;
let asked: string[];
let refusals: number;
beforeEach(async () => {
  asked = [];
  refusals = 1;
  const provider = async ({ idempotencyKey }: PendingEffect): Promise<EffectAnswer> => {
    asked.push(idempotencyKey);
    return asked.length <= refusals
      ? { status: 'refused', code: 'account-closed' }
      : { status: 'done', reference: 'r' };
  };
  world = await memoryWorld({ processor: refunding, engine: { runners: { refund: provider } } });
  await world.start('first');
  await world.tell({ key: 'a', n: 0 });
  await world.until(async () => expect(await world.open()).toHaveLength(1));
});
afterEach(() => world.stop());

const again = async () => {
  const { caseId } = (await world.open())[0] as { caseId: string };
  return world.ask({ type: 'RETRY', target: caseId, reason: 'a new account', retry: retry({ caseId }) });
};

describe('a step that was refused for good', () => {
  it('is a case that blocks nobody, and says what was refused', async () => {
    expect(await world.open()).toMatchObject([
      {
        caseId: 'tally/effect/a/refund#0',
        status: 'WAITING',
        blockedKey: null,
        effect: { key: 'a', effectId: 'a/refund', kind: 'refund' },
        error: { code: 'LP_TASK_STEP_REFUSED', message: 'The step refund was refused: account-closed' },
      },
    ]);
  });

  it('given a retry, then it is asked anew under another key, and the case is closed', async () => {
    await again();
    await world.until(async () => expect((await facts(world.log, 'p.own')).a).toMatchObject({ paid: true }));
    expect(asked).toEqual(['a/refund', 'a/refund/1']);
    expect(await world.cases()).toMatchObject([{ status: 'HEALED', treatments: [{ result: 'asked again' }] }]);
  });

  it('given a retry that is refused again, then the same case is open again, and the next one has another key', async () => {
    refusals = 2;
    await again();
    await world.until(async () => expect((await world.open())[0]).toMatchObject({ status: 'WAITING', attempts: 2 }));
    await again();
    await world.until(async () => expect((await facts(world.log, 'p.own')).a).toMatchObject({ paid: true }));
    expect(asked).toEqual(['a/refund', 'a/refund/1', 'a/refund/2']);
  });

  it('given that its case was discarded, then a retry asks anew all the same', async () => {
    const { caseId } = (await world.open())[0] as { caseId: string };
    await world.ask({ type: 'DISCARD', target: caseId, reason: 'by mistake', discard: { caseId } });
    await world.until(async () => expect(await world.cases()).toMatchObject([{ status: 'DISCARDED' }]));
    await world.ask({ type: 'RETRY', target: caseId, reason: 'owed still', retry: retry({ caseId }) });
    await world.until(async () => expect((await facts(world.log, 'p.own')).a).toMatchObject({ paid: true }));
    expect(asked).toEqual(['a/refund', 'a/refund/1']);
    expect((await world.outcomes()).map(({ answer }) => answer)).toEqual(['ACCEPTED', 'ACCEPTED']);
    expect(await world.cases()).toMatchObject([
      { status: 'HEALED', treatments: [{ action: 'DISCARD' }, { action: 'RETRY', result: 'asked again' }] },
    ]);
  });

  it('given that it fails for another reason, then its case says so', async () => {
    await world.tell({ key: 'a', n: 2 });
    await world.until(async () =>
      expect(await world.open()).toMatchObject([
        { status: 'WAITING', error: { message: 'The step refund was refused: not-allowed' } },
      ]),
    );
  });

  it('given a fact that shows it no more, then the case is discharged by itself', async () => {
    await world.tell({ key: 'a', n: 1 });
    await world.until(async () => expect(await world.cases()).toMatchObject([{ status: 'SUPERSEDED' }]));
    expect(asked).toEqual(['a/refund']);
  });
});
