import { setTimeout as sleep } from 'node:timers/promises';
import { isHalted } from '../hospital/standing.ts';
import { type Held, hospitalOf, positionsOf, tellCommitted } from './commit.ts';
import type { Values } from './definition.ts';
import type { Clock } from './engine.ts';
import type { FatEvent } from './fat-event.ts';
import { isAnswer } from './fold.ts';
import type { KeyedCause } from './items.ts';
import type { TaskScope } from './scope.ts';
import { type Decision, decideBatch } from './step.ts';

/** Longest time that a position is ahead of the committed one, ms: so much is read again after a crash at most. */
const FLUSH_MS = 500;
/** How long a close waits for the last one, ms. Nothing is lost without it. */
const LAST_MS = 1_000;

/** Commits the positions that are ahead, in a transaction of their own (docs/decisions/0043). */
export async function flush<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
): Promise<void> {
  if (held.ahead.size === 0) return;
  await held.writer.transact({ records: [], ...positionsOf(scope, held, held.ahead, held.positions) });
  held.ahead.clear();
}

/**
 * The last transaction of a task that lets go, when nothing else of it is under way: positions, and the answers of effects
 * that still wait. Without them whoever is next runs these effects again, and a mail goes out twice. Never fails: whoever
 * has taken the partition over meanwhile has shut this writer out.
 */
export async function lastFlush<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  waiting: readonly KeyedCause<I>[],
  decided: (decision: Decision<S>) => void,
): Promise<void> {
  const { ward } = held;
  // Deadlines come again from the state; so do answers of a task that stands still, and of a key that waits.
  const isOn = ({ key }: KeyedCause<I>): boolean => !ward || !(isHalted(ward.standing) || ward.index.isBlocked(key));
  const answers = waiting.filter(one => isAnswer(one.cause.input) && isOn(one));
  if (held.ahead.size === 0 && answers.length === 0) return;
  const last = answers.length === 0 ? flush(scope, held) : decideLast(scope, held, answers).then(decided);
  const done = last.catch(error =>
    scope.logger.debug({ err: error }, 'The last positions and answers were not committed; they will come again.'),
  );
  await Promise.race([done, sleep(LAST_MS, undefined, { ref: false })]);
}

/** The store does not learn of it, since it may be closed by then: whoever restores from it reads on in the own topic. */
async function decideLast<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  answers: readonly KeyedCause<I>[],
): Promise<Decision<S>> {
  const { engine, processor, partition } = scope;
  const { states, tables, writer, ahead, positions } = held;
  const stateOf = await states.read([...new Set(answers.map(({ key }) => key))]);
  const context = { now: engine.clock.now(), tables };
  const decision = decideBatch({ engine, processor, partition, context }, stateOf, answers, hospitalOf(scope, held));
  const began = engine.clock.now();
  const written = await writer.transact({ records: decision.records, ...positionsOf(scope, held, ahead, positions) });
  tellCommitted(scope, { step: decision, items: answers, written, decidedAt: context.now, began });
  for (const { key, code } of decision.alarms) {
    const { correlationId = key } = decision.states.get(key)?.state.event ?? stateOf(key)?.event ?? {};
    engine.alarm({ processor: processor.name, key, code, correlationId });
  }
  return decision;
}

export type FlushTimer = {
  /** Asks for a flush before long; asking again meanwhile changes nothing. */
  soon(): void;
  stop(): void;
};

export function flushTimer(clock: Pick<Clock, 'after'>, work: () => void): FlushTimer {
  let callOff: (() => void) | null = null;
  return {
    soon: () => {
      callOff ??= clock.after(FLUSH_MS, () => {
        callOff = null;
        work();
      });
    },
    stop: () => callOff?.(),
  };
}
