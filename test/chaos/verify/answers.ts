import type { Outcome } from '../../../schemas/types/outcomes.ts';
import type { Asked } from '../shop/outbox.ts';

type Told = Pick<Outcome, 'requestId' | 'bodyHash' | 'answer' | 'reason'>;

export type Answers = {
  hear(outcome: Told): void;
  /** How often each answer was given, with its reason. */
  readonly counts: ReadonlyMap<string, number>;
  accepted(about: string): boolean;
  problems(): string[];
};

/** Holds every request that was made, however often it was sent, to exactly one outcome. */
export function countAnswers(asked: ReadonlyMap<string, Asked>): Answers {
  const heard = new Map<string, Told[]>();
  const counts = new Map<string, number>();
  return {
    hear: outcome => {
      const about = `${outcome.requestId} ${outcome.bodyHash}`;
      heard.set(about, [...(heard.get(about) ?? []), outcome]);
      const answer = `${asked.get(about)?.type ?? 'UNASKED'} ${outcome.answer} ${outcome.reason ?? ''}`.trim();
      counts.set(answer, (counts.get(answer) ?? 0) + 1);
    },
    counts,
    accepted: about => heard.get(about)?.[0]?.answer === 'ACCEPTED',
    problems: () => {
      const problems: string[] = [];
      for (const [about, { times }] of asked) {
        const answers = heard.get(about) ?? [];
        if (answers.length === 1) continue;
        // An erased customer remembers nothing: what is sent again is rejected again, in the same words.
        const again = answers.every(({ reason }) => reason === 'customer-erased') && answers.length <= times;
        if (again && answers.length > 0) continue;
        const said = answers.map(({ answer, reason }) => `${answer} ${reason ?? ''}`.trim()).join(', ') || 'none';
        problems.push(`${about} was sent ${times} times and has ${answers.length} outcomes: ${said}`);
      }
      for (const about of heard.keys()) if (!asked.has(about)) problems.push(`${about} has an outcome; nobody asked`);
      return problems;
    },
  };
}
