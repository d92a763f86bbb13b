import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Enrolment } from '../../schemas/types/enrolments.ts';
import { tellStory } from './enrolment/laws.ts';
import { ours } from './enrolment/world.ts';
import { factsOf } from './log.ts';
import { butFor, type Decide, decidingFrom, type State, withOther } from './planted.ts';
import { script, stories, tellStorm } from './stories.ts';

const STORIES = 60;
const timeout = 60_000 + stories(STORIES).numRuns * 400;

const long = script({ minLength: 100, maxLength: 350 });
/** What goes wrong shows sooner in many short stories: in a long one a later change may mend it. */
const short = script({ minLength: 60, maxLength: 150 });

test('enrolments, whatever happens in whatever order: all is done, or it says who owes what', { timeout }, () => {
  const seen = new Set<string>();
  // Else the storm was none.
  const all = ['ENROLLED', 'STUCK', 'ENDED', 'SENT ACCEPTED', 'SENT REJECTED', 'FAILED ACCEPTED', 'RESTOCKED ACCEPTED'];
  tellStorm(
    STORIES,
    fc.property(long, numbers => {
      const world = tellStory(numbers);
      for (const { status } of factsOf<Enrolment>(world, 'enrolments').values()) seen.add(status);
      for (const { answer, type } of world.outcomes.values()) seen.add(`${type} ${answer}`);
    }),
    () => expect([...seen]).toEqual(expect.arrayContaining(all)),
  );
});

describe('the laws see', () => {
  test.each<[string, RegExp, string, (decide: Decide) => Decide]>([
    [
      'points that are granted twice',
      /points granted 2 times/,
      'loyalty',
      decidingFrom({ grantedAt: null }, 'customers'),
    ],
    [
      'a pack that is sent again',
      /several packs were sent/,
      'welcome-packs',
      decidingFrom({ status: 'PREPARING', sentAt: null, requests: [] }, 'welcome-pack-requests'),
    ],
    ['a pack that nobody owes', /with 0 deadlines/, 'welcome-packs', butFor(state => ({ ...state, deadlines: [] }))],
    [
      'a pack that takes in what is old',
      /again/,
      'welcome-packs',
      decidingFrom({ customer: { version: 0, status: 'ACTIVE' } }, 'customers'),
    ],
    [
      'a mail under another id at each attempt',
      /a mail came that nobody knows/,
      'welcome-mails',
      butFor(state => ({ ...state, messageId: `<${state.customerId}.${state.attempts}>` })),
    ],
    [
      'a mail that keeps its address',
      /keeps where to|stays/,
      'welcome-mails',
      butFor((state, before) => ({ ...state, email: state.email ?? before?.email ?? null })),
    ],
    [
      'a mail whose old address is refused as the new one',
      /the mail is refused, and he is written to at right/,
      'welcome-mails',
      decide => (state, input, context) => {
        const decision = decide(state, input, context);
        const [before, after] = [state, decision.state] as (State | null | undefined)[];
        if (input.from !== 'customers' || before?.status !== 'PENDING' || after?.status !== 'PENDING') return decision;
        const { attempts, effects } = before;
        return { ...decision, state: { ...after, attempts, effects } as never };
      },
    ],
    [
      'an enrolment that does not end',
      /erased, and (ENROLL|STUCK)/,
      'enrolments',
      decide => (state, input, context) => {
        const { status } = input.from === 'customers' ? (input as never as { value: State }).value : { status: '' };
        return status === 'ERASED' || status === 'ERASING' ? {} : decide(state, input, context);
      },
    ],
    [
      'an enrolment that goes by arrival',
      /the neighbours|again/,
      'enrolments',
      decide => (state, input, context) => {
        const steps = (state as never as Enrolment | null)?.steps.map(one => ({ ...one, version: 0 }));
        return decide(steps === undefined ? state : ({ ...state, steps } as never), input, context);
      },
    ],
  ])('%s', { timeout: 60_000 }, (_, sentence, name, otherwise) => {
    const processors = withOther(ours, name, otherwise);
    const reasons = new Set<string>();
    const told = fc.check(
      fc.property(short, numbers => {
        try {
          tellStory(numbers, processors);
        } catch (error) {
          const [first = ''] = (error as Error).message.split('\n');
          reasons.add(first);
          if (sentence.test(first)) throw error;
        }
      }),
      { numRuns: 1_000, seed: 1, endOnFailure: true },
    );
    expect(told.failed, [...reasons].join('\n')).toBe(true);
  });
});
