import type { FatEvent, PendingEffect } from '../tasks/fat-event.ts';
import { actionOf, type SagaFact } from './model.ts';

/** What a saga asks a provider for. */
export type SagaAsked = {
  readonly step: string;
  readonly action: 'DO' | 'UNDO';
  /** Which alternative of the step, counted from 0. */
  readonly alternative: number;
  /** By which the provider knows what it did before; of a step that was not done yet null. */
  readonly reference: string | null;
};

/**
 * The step of a pending effect, from which its call is made.
 *
 * @throws where the state does not hold it; then nothing is sent.
 */
export function askedOf(effect: Pick<PendingEffect, 'id' | 'about'>, state: FatEvent): SagaAsked {
  const step = (state as SagaFact).saga.steps.find(({ name }) => name === effect.about);
  if (step === undefined || step.effectId !== effect.id) throw new Error(`there is no step that asks for ${effect.id}`);
  const { name, alternative, reference } = step;
  return { step: name, action: actionOf(step), alternative, reference };
}
