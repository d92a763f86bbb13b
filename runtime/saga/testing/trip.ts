import type { RecordInput } from '../../tasks/definition.ts';
import type { EventStamp } from '../../tasks/fat-event.ts';
import { answer, passed, stampOf, tell } from '../../tasks/testing/given.ts';
import type { SagaDefinition } from '../definition.ts';
import type { Saga, SagaFact, SagaStep } from '../model.ts';
import { defineSaga } from '../saga.ts';

export type Trip = SagaFact & { readonly rooms: number };
export type Asked = { readonly event: EventStamp; readonly ask: 'begin' | 'stop' | 'more' };
type Inputs = { asks: Asked };

const within = { within: 60_000, growth: 2, most: 600_000, passes: 2 } as const;
const retry = { tries: 3, first: 1_000, growth: 2, longest: 60_000 } as const;
const step = (name: string) => ({ name, do: `book-${name}`, undo: `cancel-${name}`, retry, owedBy: name, within });

/** Three steps: nothing is to be undone of the second, and there are several ways to do the third. */
export const tripSaga: SagaDefinition<Trip, Inputs, Record<never, never>> = {
  name: 'trips',
  entity: 'trip',
  owns: 'trips',
  reads: ['asks'],
  tables: [],
  asks: [],
  historyBound: 64,
  within: { within: 300_000, growth: 1, most: 300_000, passes: 1 },
  steps: [step('car'), { ...step('visa'), undo: null }, { ...step('room'), alternatives: ({ rooms }) => rooms }],
  hear: (state, { value }) => {
    if (value.ask === 'stop') return { turnBack: 'stopped' };
    if (value.ask === 'more') return state?.rooms === 3 ? {} : { state: { rooms: 3 } };
    return state === null ? { state: { rooms: 2 } } : {};
  },
};

export const given = { processor: defineSaga(tripSaga), key: 't1' };

export const asks = (ask: Asked['ask'], actor: EventStamp['actor'] = null): RecordInput<Inputs> => ({
  from: 'asks',
  key: 't1',
  value: { event: stampOf({ actor }), ask },
});

type Say = 'done' | 'refused' | 'failed';

/** What a trip comes to after these answers, each `kind of effect: answer`, or the passing of a deadline, `kind: passed`. */
export function heard(before: Trip | null, ...said: readonly `${string}: ${Say | 'passed'}`[]): Trip {
  let state = before;
  for (const one of said) {
    const [kind = '', what] = one.split(': ') as [string, Say | 'passed'];
    const input = what === 'passed' ? passed(state, 't1', kind) : answer(state, 't1', kind, answers[what](kind));
    state = tell(given, [input], state).state;
  }
  return state as Trip;
}

const answers = {
  done: (kind: string) => ({ status: 'done', reference: `their-${kind}` }) as const,
  refused: () => ({ status: 'refused', code: 'full' }) as const,
  failed: () => ({ status: 'failed', code: 'away' }) as const,
};

export const begun = tell(given, [asks('begin', { kind: 'SHOP', id: 'site' })]).state as Trip;

export const stepIn = ({ saga }: { readonly saga: Saga }, name: string): SagaStep =>
  saga.steps.find(one => one.name === name) as SagaStep;

/** The story in a few words. */
export const brieflyOf = ({ saga }: { readonly saga: Saga }): readonly string[] =>
  saga.log.map(({ step, action, what, by }) => `${[step, action, what].filter(one => one !== '').join(' ')} by ${by}`);
