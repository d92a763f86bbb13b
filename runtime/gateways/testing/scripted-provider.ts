import { ProviderFailure } from '../failure.ts';
import type { LookUpAnswer, Provider, ProviderAnswer } from '../provider.ts';

export type Step<A> = A | Error | 'hang' | ((signal: AbortSignal) => Promise<A>);

export type ScriptedProvider = Provider<string> & {
  lookUp(call: string, reference: string, signal: AbortSignal): Promise<LookUpAnswer>;
  /** `send KEY` and `look-up REFERENCE`, in the order in which they came. */
  readonly asked: string[];
};

export const done: ProviderAnswer = { status: 'done', reference: 'theirs-1' };
export const absent: LookUpAnswer = { status: 'absent' };
export const found: LookUpAnswer = { status: 'found', answer: done, others: 0 };
export const failing = new ProviderFailure('provider-error', 'It answered 500.');

/** Answers what the script says, the last step for ever. `hang`: never, and without heeding its signal. */
export function scriptedProvider(
  sends: readonly Step<ProviderAnswer>[],
  lookUps: readonly Step<LookUpAnswer>[] = [],
): ScriptedProvider {
  const asked: string[] = [];
  let sent = 0;
  let looked = 0;
  return {
    asked,
    send(_call, effect, signal) {
      asked.push(`send ${effect.idempotencyKey}`);
      return play(sends[Math.min(sent++, sends.length - 1)], signal);
    },
    lookUp(_call, reference, signal) {
      asked.push(`look-up ${reference}`);
      return play(lookUps[Math.min(looked++, lookUps.length - 1)], signal);
    },
  };
}

async function play<A>(step: Step<A> | undefined, signal: AbortSignal): Promise<A> {
  if (step === undefined) throw new Error('The script has no step for this.');
  if (step === 'hang') return new Promise(() => {});
  if (step instanceof Error) throw step;
  return typeof step === 'function' ? (step as (signal: AbortSignal) => Promise<A>)(signal) : step;
}
