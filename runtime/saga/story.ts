import type { Deadline } from '../tasks/fat-event.ts';
import type { Saga, SagaLogEntry } from './model.ts';

/** How a saga speaks of its steps. */
export type SagaWords = {
  /** To do a step, and done: `book`, `booked`. */
  readonly do: readonly [string, string];
  /** To undo it, and undone: `cancel`, `cancelled`. */
  readonly undo: readonly [string, string];
  /** What holds at the end, such as `Everything is booked.` */
  readonly allDone: string;
  readonly allUndone: string;
  /** What of the step is, or was last, tried; null: the step says it all. */
  whatOf(step: string, alternative: number): string | null;
};

/** The execution log as a story, the oldest line first. */
export const storyOf = ({ log }: Saga, words: SagaWords) =>
  log.map(entry => {
    const what = entry.step === '' ? null : words.whatOf(entry.step, entry.alternative);
    return {
      at: isoOf(entry.at),
      text: sentenceOf(entry, what, words),
      event: entry.what,
      action: entry.action,
      step: entry.step === '' ? null : entry.step,
      what,
      by: entry.by,
      attempt: entry.attempt,
      code: entry.code,
      reference: entry.reference,
    };
  });

/** Its steps, as they are shown. */
export const stepsShown = ({ steps }: Saga, { whatOf }: Pick<SagaWords, 'whatOf'>) =>
  steps.map(({ name, status, alternative, reference, code, attempt }) => ({
    name,
    status,
    what: whatOf(name, alternative),
    reference,
    code,
    attempt,
  }));

/** What is waited for, as it is shown. */
export const owedShown = (deadlines: readonly Deadline[]) =>
  deadlines.map(({ name, owedBy, since, due, passes }) => ({
    step: name,
    by: owedBy,
    since: isoOf(since),
    due: isoOf(due),
    overdue: passes > 0,
  }));

/** One line, in plain words. */
function sentenceOf(entry: SagaLogEntry, what: string | null, words: SagaWords): string {
  const { by, code, attempt, step, reference } = entry;
  const [verb, past] = entry.action === 'UNDO' ? words.undo : words.do;
  const thing = what === null ? step : `${step} ${what}`;
  const tried = attempt > 1 ? ` (attempt ${attempt})` : '';
  switch (entry.what) {
    case 'BEGUN':
      return `Begun by ${by}.`;
    case 'ASKED':
      return `${by} asked to ${verb} ${thing}${tried}.`;
    case 'DONE':
      return `${by} ${past} ${thing}${reference === null ? '' : ` as ${reference}`}${tried}.`;
    case 'REFUSED':
      return `${by} refused to ${verb} ${thing}: ${code}${tried}.`;
    case 'FAILED':
      return `${by} did not say whether it ${past} ${thing}: ${code}${tried}.`;
    case 'NOTHING_TO_UNDO':
      return `Of ${thing} there is nothing to ${words.undo[0]}.`;
    case 'OVERDUE':
      return `${by} is late: ${code}.`;
    case 'TURNED_BACK':
      return `Turned back by ${by}: ${code}. What was ${words.do[1]} is ${words.undo[1]}, the last first.`;
    case 'ENDED':
      return code === 'done' ? words.allDone : words.allUndone;
    case 'UNKNOWN':
      return 'Something that this version does not know.';
  }
}

const isoOf = (at: number): string => new Date(at).toISOString();
