import { describe, expect, it } from 'vitest';
import type { EffectAnswer, Input, OutcomeOut, Values } from './definition.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';
import { foldKey } from './fold.ts';
import { bareProcessor } from './testing/bare.ts';
import { stampOf } from './testing/given.ts';

const effect = (attempt: number): PendingEffect => ({
  id: 'charge',
  kind: 'charge',
  about: '',
  attempt,
  idempotencyKey: 'charge',
  reference: null,
  since: 0,
  retryAt: null,
  lastError: null,
});
const before = (...effects: PendingEffect[]): FatEvent => ({
  event: stampOf(),
  version: 1,
  history: [],
  historyDropped: 0,
  deadlines: [],
  effects,
});
const fold = (state: FatEvent | null, input: Input<Values>, outcomes: readonly OutcomeOut[] = []) => {
  const processor = bareProcessor({ decide: () => ({ state: { deadlines: [], effects: [] }, outcomes }) });
  const cause = { input, id: 'cause', correlationId: 'story', actor: null };
  return foldKey(processor, 'a', state, [cause], { now: 1, tables: {} });
};
const answered = (attempt: number, answer: EffectAnswer) =>
  fold(before(effect(2)), { from: 'effect', key: 'a', effect: effect(attempt), answer }).facts.length;

describe('the answer of an effect', () => {
  it('given a failure of an earlier attempt, then it counts for nothing', () => {
    expect(answered(1, { status: 'failed', code: 'timeout' })).toBe(0);
    expect(answered(2, { status: 'failed', code: 'timeout' })).toBe(1);
  });

  it.each([
    { status: 'done', reference: 'r' },
    { status: 'refused', code: 'declined' },
  ] as const)('given that it was $status by an earlier attempt, then it counts: it is so', answer => {
    expect(answered(1, answer)).toBe(1);
  });
});

describe('outcomes of one request id', () => {
  const outcome = (bodyHash: string | null): OutcomeOut => ({
    requestId: 'r-1',
    requestTopic: 'in',
    requestType: 'place',
    bodyHash,
    answer: 'REJECTED',
    reason: 'idempotency-key-reused',
  });
  const idOf = (bodyHash: string | null) =>
    fold(null, { from: 'in', key: 'a', value: { event: stampOf() } }, [outcome(bodyHash)]).outcomes[0]?.event.id;

  it('given other bodies, then they are other events; the same body is the same', () => {
    expect(idOf('h1')).toBe('bare.outcomes/r-1/rejected/h1');
    expect(idOf('h2')).not.toBe(idOf('h1'));
    expect(idOf('h1')).toBe(idOf('h1'));
    expect(idOf(null)).toBe('bare.outcomes/r-1/rejected');
  });
});

describe('the history', () => {
  it('given two who asked in one batch, then it names each beside what he asked', () => {
    const processor = bareProcessor({ decide: () => ({ state: { deadlines: [], effects: [] }, what: 'NOTED' }) });
    const actors = [{ kind: 'CUSTOMER', id: 'c-1' }, { kind: 'OPERATOR', id: 'ann' }, null];
    const causes = actors.map((actor, n) => ({
      input: { from: 'in', key: 'a', value: { event: stampOf() } } as Input<Values>,
      id: `r-${n}`,
      correlationId: 'story',
      actor,
    }));
    const [fact, ...more] = foldKey(processor, 'a', null, causes, { now: 1, tables: {} }).facts;
    expect(more).toEqual([]);
    expect(fact?.history.map(({ cause, actor }) => [cause, actor])).toEqual([
      ['r-0', actors[0]],
      ['r-1', actors[1]],
      ['r-2', null],
    ]);
  });
});
