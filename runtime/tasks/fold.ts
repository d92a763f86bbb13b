import type {
  AgainInput,
  AnswerInput,
  Context,
  DeadlineInput,
  Decision,
  Input,
  OutcomeOut,
  Processor,
  RequestOut,
  Tables,
  Values,
} from './definition.ts';
import type { EventStamp, FatEvent, Transition } from './fat-event.ts';

/** Causes that one fat event may name; further inputs of the key make the next one. */
export const MAX_CAUSES = 256;

/** An input with what the engine needs to know of it. */
export type Cause<I extends Values> = {
  readonly input: Input<I> | AgainInput;
  /** Unique: a record's event id, an effect's id and attempt, a deadline's key, name and due time. */
  readonly id: string;
  readonly correlationId: string;
  readonly actor: EventStamp['actor'];
};

export type StampedRequest = RequestOut & { readonly event: EventStamp };
export type StampedOutcome = OutcomeOut & {
  readonly event: EventStamp;
  readonly fact: { readonly topic: string; readonly key: string; readonly version: number } | null;
};

/** What the inputs of one key come to. `facts` are the new states, oldest first; mostly one, or none. */
export type Folded<S extends FatEvent> = {
  readonly facts: readonly S[];
  readonly requests: readonly StampedRequest[];
  readonly outcomes: readonly StampedOutcome[];
  readonly alarms: readonly { readonly key: string; readonly code: string }[];
};

export type FoldContext<T extends Values> = { readonly now: number; readonly tables: Tables<T> };

/**
 * Decides one input after another and folds their changes into one fat event, whose history names each. Pure. An input
 * whose cause the state names already changes nothing: that covers what fencing may let through twice.
 */
export function foldKey<S extends FatEvent, I extends Values, T extends Values>(
  processor: Processor<S, I, T>,
  key: string,
  before: S | null,
  causes: readonly Cause<I>[],
  context: FoldContext<T>,
): Folded<S> {
  const facts: S[] = [];
  const requests: StampedRequest[] = [];
  const outcomes: StampedOutcome[] = [];
  const alarms: { key: string; code: string }[] = [];
  let state = before;
  for (let from = 0; from < causes.length; from += MAX_CAUSES) {
    const step = foldStep(processor, key, state, causes.slice(from, from + MAX_CAUSES), context);
    if (step.fact !== null) {
      facts.push(step.fact);
      state = step.fact;
    }
    requests.push(...step.requests);
    outcomes.push(...step.outcomes);
    alarms.push(...step.alarms);
  }
  return { facts, requests, outcomes, alarms };
}

type Step<S extends FatEvent> = Omit<Folded<S>, 'facts'> & { readonly fact: S | null };

function foldStep<S extends FatEvent, I extends Values, T extends Values>(
  processor: Processor<S, I, T>,
  key: string,
  before: S | null,
  causes: readonly Cause<I>[],
  { now, tables }: FoldContext<T>,
): Step<S> {
  const version = (before?.version ?? 0) + 1;
  const seen = new Set(before?.event.causes);
  const effective: Cause<I>[] = [];
  const transitions: Transition[] = [];
  const requests: StampedRequest[] = [];
  const pendingOutcomes: { out: OutcomeOut; cause: Cause<I> }[] = [];
  const alarms: { key: string; code: string }[] = [];
  let draft: S | null = before;

  for (const cause of causes) {
    if ((seen.has(cause.id) && !tellsRepeats(cause.input)) || !isPending(draft, cause.input)) continue;
    seen.add(cause.id);
    const decision = decided(processor, draft, cause.input, { now, version, tables });
    if (decision.state !== undefined && decision.state !== (draft as unknown)) {
      // With the version that it will have, so that a later input of the batch sees what its version rests on.
      draft = { ...decision.state, version } as S;
      effective.push(cause);
      for (const what of [decision.what ?? []].flat()) {
        const { id, actor } = cause;
        transitions.push({ what, at: now, cause: id, version, reason: decision.reason ?? null, actor });
      }
    }
    for (const request of decision.requests ?? []) requests.push({ ...request, event: asked(request, cause, now) });
    for (const out of decision.outcomes ?? []) pendingOutcomes.push({ out, cause });
    for (const code of decision.alarms ?? []) alarms.push({ key, code });
  }

  const fact =
    draft === null || effective.length === 0 ? null : stamp(processor, key, before, draft, effective, transitions, now);
  const outcomes = pendingOutcomes.map(({ out, cause }) => {
    const known = fact?.version ?? before?.version;
    return {
      ...out,
      event: told(processor.name, out, cause, now),
      fact: out.answer === 'ACCEPTED' && known !== undefined ? { topic: processor.owns, key, version: known } : null,
    };
  });
  return { fact, requests, outcomes, alarms };
}

/**
 * A request from outside is known by its id and the hash of its body, and its owner remembers both: only it can tell a
 * repeat from another request under an id that was used before, which has to be rejected and not passed over.
 */
const tellsRepeats = <I extends Values>(input: Cause<I>['input']): boolean =>
  'value' in input && 'bodyHash' in input.value;

function decided<S extends FatEvent, I extends Values, T extends Values>(
  processor: Processor<S, I, T>,
  state: S | null,
  input: Cause<I>['input'],
  context: Context<T>,
): Decision<S> {
  if (!isAgain(input)) return processor.decide(state, input, context);
  return state === null ? {} : (processor.again?.(state, input, context) ?? {});
}

/**
 * An effect's answer, like a deadline, counts only while its entry is there as it was when it was asked. What was done or
 * refused is so whichever attempt found out; a failure says something of its own attempt only.
 */
function isPending<I extends Values>(state: FatEvent | null, input: Cause<I>['input']): boolean {
  if (isAnswer(input)) {
    const { id, attempt } = input.effect;
    const entry = state?.effects.find(one => one.id === id);
    return entry !== undefined && (input.answer.status !== 'failed' || entry.attempt === attempt);
  }
  if (isDeadline(input)) {
    return state?.deadlines.some(one => one.name === input.deadline.name && one.due === input.deadline.due) ?? false;
  }
  return true;
}

/** No topic is named `effect`, `deadline` or `again`, which the type of an input cannot say. */
export const isAnswer = (input: { readonly from: string }): input is AnswerInput => input.from === 'effect';
const isAgain = (input: { readonly from: string }): input is AgainInput => input.from === 'again';
export const isDeadline = (input: { readonly from: string }): input is DeadlineInput => input.from === 'deadline';

function stamp<S extends FatEvent, I extends Values, T extends Values>(
  processor: Processor<S, I, T>,
  key: string,
  before: S | null,
  draft: S,
  effective: readonly Cause<I>[],
  transitions: readonly Transition[],
  now: number,
): S {
  const version = (before?.version ?? 0) + 1;
  const last = effective.at(-1) as Cause<I>;
  const what = transitions.at(-1)?.what ?? 'CHANGED';
  const event: EventStamp = {
    id: `${processor.owns}/${key}/${version}`,
    type: `longplay.${processor.entity}.${what.toLowerCase().replaceAll('_', '-')}`,
    time: now,
    causes: effective.map(cause => cause.id),
    correlationId: last.correlationId,
    actor: last.actor,
  };
  return { ...draft, event, version, ...withHistory(processor, before, transitions) };
}

/** The history with these transitions. At its bound the oldest go, but for the first. */
export function withHistory(
  { historyBound }: Pick<Processor, 'historyBound'>,
  before: Pick<FatEvent, 'history' | 'historyDropped'> | null,
  transitions: readonly Transition[],
): Pick<FatEvent, 'history' | 'historyDropped'> {
  const all = [...(before?.history ?? []), ...transitions];
  const over = Math.max(0, all.length - historyBound);
  const history = over === 0 ? all : [all[0] as Transition, ...all.slice(1 + over)];
  return { history, historyDropped: (before?.historyDropped ?? 0) + over };
}

const asked = <I extends Values>(request: RequestOut, cause: Cause<I>, now: number): EventStamp => ({
  id: request.id,
  type: request.type,
  time: now,
  causes: [cause.id],
  correlationId: cause.correlationId,
  actor: null,
});

/** The body is part of the id: another body under a request's id is another question, with an answer of its own. */
const told = <I extends Values>(processor: string, out: OutcomeOut, cause: Cause<I>, now: number): EventStamp => ({
  id: [
    `${processor}.outcomes`,
    out.requestId,
    out.answer.toLowerCase(),
    ...(out.bodyHash === null ? [] : [out.bodyHash]),
  ].join('/'),
  type: `longplay.request.${out.answer.toLowerCase()}`,
  time: now,
  causes: [cause.id],
  correlationId: cause.correlationId,
  actor: null,
});
