import type { Outcome } from '../../../schemas/types/outcomes.ts';
import type { Asked } from '../shop/outbox.ts';

type Told = Pick<Outcome, 'requestId' | 'bodyHash' | 'answer' | 'reason'>;

export type Answers = {
  /** A request, each time that it is on the log: its sender repeats it where the answer of Kafka was lost. */
  arrive(requestId: string, bodyHash: string | null): void;
  hear(outcome: Told): void;
  /** How often each answer was given, with its reason. */
  readonly counts: ReadonlyMap<string, number>;
  accepted(about: string): boolean;
  problems(): string[];
};

/** Holds every request that was made, however often it is on the log, to exactly one outcome. */
export function countAnswers(asked: ReadonlyMap<string, Asked>): Answers {
  const arrived = new Map<string, number>();
  const heard = new Map<string, Told[]>();
  const counts = new Map<string, number>();
  return {
    arrive: (requestId, bodyHash) => {
      const about = `${requestId} ${bodyHash}`;
      arrived.set(about, (arrived.get(about) ?? 0) + 1);
    },
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
      for (const about of asked.keys()) {
        const times = arrived.get(about) ?? 0;
        const answers = heard.get(about) ?? [];
        if (answers.length === 1) continue;
        // An erased customer remembers nothing: what comes again is rejected again, in the same words.
        const again = answers.every(({ reason }) => reason === 'customer-erased') && answers.length <= times;
        if (again && answers.length > 0) continue;
        const said = answers.map(({ answer, reason }) => `${answer} ${reason ?? ''}`.trim()).join(', ') || 'none';
        problems.push(`${about} is on the log ${times} times and has ${answers.length} outcomes: ${said}`);
      }
      for (const about of heard.keys()) if (!asked.has(about)) problems.push(`${about} has an outcome; nobody asked`);
      return problems;
    },
  };
}
