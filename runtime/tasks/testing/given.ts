import type { AnswerInput, DeadlineInput, EffectAnswer, Input, Processor, Values } from '../definition.ts';
import type { EventStamp, FatEvent } from '../fat-event.ts';
import { type Cause, type Folded, foldKey } from '../fold.ts';

export type TableRows<T extends Values> = { readonly [N in keyof T & string]?: Readonly<Record<string, T[N]>> };

export type Given<S extends FatEvent, I extends Values, T extends Values> = {
  readonly processor: Processor<S, I, T>;
  readonly key: string;
  readonly tables?: TableRows<T>;
  /** Milliseconds since the epoch of the first input; each further one comes a second later. */
  readonly now?: number;
  /** For an owner that answers a repeat, changing nothing: whether this is such an answer. Default: none may be given. */
  readonly answersRepeat?: (request: Folded<S>['requests'][number]) => boolean;
};

/** What became of a story: the state at its end, and all that was said on the way. */
export type Told<S extends FatEvent> = {
  readonly state: S | null;
  readonly requests: Folded<S>['requests'];
  readonly outcomes: Folded<S>['outcomes'];
  readonly alarms: readonly string[];
};

export const SECOND = 1_000;
export const START = Date.UTC(2026, 0, 1);

/**
 * Given/when/then for a decider: runs the inputs one after another, each *twice*, and throws where the second time
 * changed anything, since everything may arrive twice.
 */
export function tell<S extends FatEvent, I extends Values, T extends Values>(
  given: Given<S, I, T>,
  inputs: readonly Input<I>[],
  before: S | null = null,
): Told<S> {
  let state = before;
  let now = given.now ?? START;
  const told: {
    requests: Folded<S>['requests'][number][];
    outcomes: Folded<S>['outcomes'][number][];
    alarms: string[];
  } = {
    requests: [],
    outcomes: [],
    alarms: [],
  };
  for (const input of inputs) {
    const cause = causeOf(input);
    const context = { now, tables: tablesOf(given) };
    const folded = foldKey(given.processor, given.key, state, [cause], context);
    state = folded.facts.at(-1) ?? state;
    told.requests.push(...folded.requests);
    told.outcomes.push(...folded.outcomes);
    told.alarms.push(...folded.alarms.map(alarm => alarm.code));
    // Told again under another id, so that the decision itself and not only the engine has to notice.
    const again = foldKey(given.processor, given.key, state, [{ ...cause, id: `${cause.id} again` }], context);
    const asked = again.requests.filter(request => given.answersRepeat?.(request) !== true);
    if (again.facts.length > 0 || asked.length > 0) {
      throw new Error(
        `${given.processor.name} reacts again to a repeated ${String(input.from)}: ${JSON.stringify(input)}`,
      );
    }
    now += SECOND;
  }
  return { state, ...told };
}

function tablesOf<S extends FatEvent, I extends Values, T extends Values>({ processor, tables }: Given<S, I, T>) {
  const entries = processor.tables.map(name => [name, new Map(Object.entries(tables?.[name] ?? {}))]);
  return Object.fromEntries(entries);
}

function causeOf<I extends Values>(input: Input<I>): Cause<I> {
  if ('effect' in input)
    return { input, id: `${input.effect.id}#${input.effect.attempt}`, correlationId: input.key, actor: null };
  if ('deadline' in input) {
    return {
      input,
      id: `${input.key}/${input.deadline.name}/${input.deadline.due}`,
      correlationId: input.key,
      actor: null,
    };
  }
  const { id, correlationId, actor } = input.value.event;
  return { input, id, correlationId, actor };
}

/** The answer to the pending effect of this kind (and of what it is about). */
export function answer(state: FatEvent | null, key: string, kind: string, what: EffectAnswer, about = ''): AnswerInput {
  const effect = state?.effects.find(one => one.kind === kind && (about === '' || one.about === about));
  if (effect === undefined) throw new Error(`No effect ${kind} ${about} is pending for ${key}.`);
  return { from: 'effect', key, effect, answer: what };
}

/** The passing of this deadline. */
export function passed(
  state: FatEvent | null,
  key: string,
  name: string,
  asked: DeadlineInput['asked'] = 'read',
): DeadlineInput {
  const deadline = state?.deadlines.find(one => one.name === name);
  if (deadline === undefined) throw new Error(`No deadline ${name} is set for ${key}.`);
  return { from: 'deadline', key, deadline, asked };
}

let events = 0;

/** The `event` of a made-up record. */
export function stampOf(over: Partial<EventStamp> = {}): EventStamp {
  events++;
  return { id: `event-${events}`, type: 'test', time: START, causes: [], correlationId: 'story', actor: null, ...over };
}

/** The state after an operator asked anew for this step that had failed; counts the times that he did. */
export function askAnew<S extends FatEvent, I extends Values, T extends Values>(
  given: Given<S, I, T>,
  before: S | null,
  effectId: string,
  attempt = 1,
): S | null {
  const input = { from: 'again', key: given.key, effectId, attempt } as const;
  const cause = { input, id: `again/${effectId}/${attempt}`, correlationId: given.key, actor: null };
  const context = { now: given.now ?? START, tables: tablesOf(given) };
  return foldKey(given.processor, given.key, before, [cause], context).facts.at(-1) ?? before;
}
