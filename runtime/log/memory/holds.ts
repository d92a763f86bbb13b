import type { Operation, Step } from './steps.ts';

/** Which steps: all that agree with every field that is given. */
export type StepMatch = { readonly client?: string; readonly operation?: Operation; readonly at?: string };

export type Hold = {
  /** Resolves when the first step was held. */
  readonly arrived: Promise<void>;
  /** Lets all held steps go on, in the order in which they came, and holds no more. */
  release(): void;
};

export type Holds = {
  hold(match: StepMatch): Hold;
  concern(step: Step): boolean;
  /** Resolves when no hold concerns the step any more. */
  pass(step: Step): Promise<void>;
};

type Entry = { readonly match: StepMatch; readonly arrive: () => void; readonly released: Promise<void> };

export function createHolds(): Holds {
  const entries: Entry[] = [];
  const find = (step: Step): Entry | undefined => entries.find(({ match }) => matches(match, step));

  return {
    hold: match => {
      const arrived = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      const entry: Entry = { match, arrive: arrived.resolve, released: released.promise };
      entries.push(entry);
      return {
        arrived: arrived.promise,
        release: () => {
          const index = entries.indexOf(entry);
          if (index !== -1) entries.splice(index, 1);
          released.resolve();
        },
      };
    },
    concern: step => entries.length > 0 && find(step) !== undefined,
    pass: async step => {
      for (let entry = find(step); entry !== undefined; entry = find(step)) {
        entry.arrive();
        await entry.released;
      }
    },
  };
}

const matches = (match: StepMatch, step: Step): boolean =>
  (match.client === undefined || match.client === step.client) &&
  (match.operation === undefined || match.operation === step.operation) &&
  (match.at === undefined || match.at === step.at);
