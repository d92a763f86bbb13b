import { LongplayError } from '../errors.ts';
import type { Draft, FatEvent } from '../tasks/fat-event.ts';

/**
 * How a saga stands, and how it came there. A structural match of the record longplay.shared.Saga in the schemas; a topic
 * that a saga owns has it as its field `saga`.
 */
export type Saga = {
  /** Follows from the direction and the steps. */
  readonly status: SagaStatus | 'UNKNOWN';
  readonly direction: SagaDirection | 'UNKNOWN';
  /** Why it was turned back, a stable code; null while it goes forward. */
  readonly turnedBack: string | null;
  /** In the order in which they are done; they are undone in the reverse order. */
  readonly steps: readonly SagaStep[];
  /** The execution log, oldest first. */
  readonly log: readonly SagaLogEntry[];
  /** How many entries were dropped at the bound. */
  readonly logDropped: number;
};

/** STUCK: a step waits for a person. DONE and UNDONE: nothing is owed. */
export type SagaStatus = 'RUNNING' | 'DONE' | 'UNDOING' | 'UNDONE' | 'STUCK';
export type SagaDirection = 'FORWARD' | 'BACKWARD';

export type SagaStep = {
  readonly name: string;
  readonly status: SagaStepStatus | 'UNKNOWN';
  /** Which of its alternatives is, or was last, tried; counts from 0. */
  readonly alternative: number;
  /** The newest attempt at what its status says; counts on when somebody asks for it anew. */
  readonly attempt: number;
  /** Id of its newest effect, by which a case names it; null where nothing was asked yet. */
  readonly effectId: string | null;
  /** By which the provider knows what was done; it stays when that is undone. Null where nothing was done. */
  readonly reference: string | null;
  /** Code of the newest refusal or failure; null where the newest answer was none. */
  readonly code: string | null;
};

/** UNRESOLVED: asked for as often as its retry allows, and nobody knows whether it was done. */
export type SagaStepStatus =
  | 'WAITING'
  | 'DOING'
  | 'DONE'
  | 'REFUSED'
  | 'UNRESOLVED'
  | 'UNDOING'
  | 'UNDONE'
  | 'UNDO_FAILED';

/** One line of the story. */
export type SagaLogEntry = {
  readonly at: number;
  readonly what: SagaLogWhat | 'UNKNOWN';
  readonly action: 'SAGA' | 'DO' | 'UNDO' | 'UNKNOWN';
  /** Empty where it is about the saga as a whole. */
  readonly step: string;
  readonly alternative: number;
  readonly attempt: number;
  /** Who: the saga itself, who owes the step, or the kind of actor that asked. */
  readonly by: string;
  /** Why, a stable code. */
  readonly code: string | null;
  /** The provider's reference. */
  readonly reference: string | null;
};

export type SagaLogWhat =
  | 'BEGUN'
  | 'ASKED'
  | 'DONE'
  | 'REFUSED'
  | 'FAILED'
  | 'NOTHING_TO_UNDO'
  | 'OVERDUE'
  | 'TURNED_BACK'
  | 'ENDED';

/** A fat event that holds a saga. */
export type SagaFact = FatEvent & { readonly saga: Saga };

/** What a saga's own code writes of its state; the engine writes the rest. */
export type SagaDraft<S extends SagaFact> = Omit<Draft<S>, 'saga' | 'deadlines' | 'effects'>;

/** Most entries of the log (its schema's bound). At it the oldest go, but for the first. */
export const MOST_LOG = 128;

/** Follows from what is to be done and what became of it; nothing else may set it. */
export function statusOf({ direction, steps }: Pick<Saga, 'direction' | 'steps'>): SagaStatus {
  if (direction === 'FORWARD') return steps.every(({ status }) => status === 'DONE') ? 'DONE' : 'RUNNING';
  if (steps.some(isStuck)) return 'STUCK';
  return steps.every(isAtRest) ? 'UNDONE' : 'UNDOING';
}

/** Whether a person has to see to it. */
export const isStuck = ({ status }: SagaStep): boolean => status === 'UNRESOLVED' || status === 'UNDO_FAILED';

/** What is being done about the step, or was last. */
export const actionOf = ({ status }: SagaStep): 'DO' | 'UNDO' =>
  status === 'UNDOING' || status === 'UNDONE' || status === 'UNDO_FAILED' ? 'UNDO' : 'DO';

/** Whether nothing of it stands at its provider, or ever will. */
const isAtRest = ({ status }: SagaStep): boolean => status === 'WAITING' || status === 'REFUSED' || status === 'UNDONE';

/** @throws where a later version wrote something that this one does not know; nobody guesses what it means. */
export function checkKnown({ status, direction, steps }: Saga): void {
  if (status === 'UNKNOWN' || direction === 'UNKNOWN' || steps.some(step => step.status === 'UNKNOWN')) {
    throw new LongplayError('LP_STREAMS_VALUE_UNKNOWN', 'The saga has a value that this version does not know.');
  }
}

/**
 * The log with this entry. Of a row of failures of one step only the first and the newest stay, whatever their codes: those
 * of a provider that is away may take turns for days.
 */
export function logged(saga: Saga, entry: SagaLogEntry): Saga {
  const row = saga.log.slice(-2).filter(one => sameFailure(one, entry));
  const all = [...(row.length === 2 ? saga.log.slice(0, -1) : saga.log), entry];
  const over = Math.max(0, all.length - MOST_LOG);
  const log = over === 0 ? all : [all[0] as SagaLogEntry, ...all.slice(1 + over)];
  return { ...saga, log, logDropped: saga.logDropped + over };
}

const sameFailure = (one: SagaLogEntry, other: SagaLogEntry): boolean =>
  one.what === 'FAILED' &&
  other.what === 'FAILED' &&
  one.step === other.step &&
  one.action === other.action &&
  one.alternative === other.alternative;
