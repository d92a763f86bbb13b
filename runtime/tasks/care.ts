import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../codec/reader.ts';
import type { Counts } from '../hospital/breaker.ts';
import type { HospitalCase } from '../hospital/case.ts';
import type { Operation } from '../hospital/operation.ts';
import type { HospitalCount, HospitalOptions } from '../hospital/options.ts';
import { isHalted, isRunning, standingRecord, tripped, withProgress } from '../hospital/standing.ts';
import type { LogBatch, LogRecord } from '../log/port.ts';
import { type Held, write } from './commit.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import { doOperation } from './operations.ts';
import { parkFrom } from './parking.ts';
import { isPassing, type TaskScope } from './scope.ts';
import { type Decision, type Step, stepOf } from './step.ts';
import { sweep, sweepTime } from './sweep.ts';
import { treat } from './treat.ts';
import { caseOf, operationsOf, type Ward } from './ward.ts';

/** How often the retry of a group goes on at most, ms. */
const GROUP_TICK_MS = 100;
/** Lanes that are treated in one transaction, at most. */
const MOST_LANES = 100;

export type CareOptions<S extends FatEvent, I extends Values, T extends Values> = {
  readonly scope: TaskScope<S, I, T>;
  readonly options: HospitalOptions;
  /** Runs work of the task, one after another, while it has its partition. */
  readonly enqueue: (work: (held: Held<S, T>) => Promise<void>) => Promise<void>;
  /** A step was committed; these keys wait no more: their deadlines and effects are seen to again. */
  readonly after: (step: Step<S>, freed: readonly string[]) => void;
  /** The task takes no inputs any more, or may take them again: then it takes its partition over, from its positions. */
  readonly halted: () => void;
  readonly resumed: () => void;
};

/** What a task does for its part of the hospital, beside admitting to it. */
export type Care<S extends FatEvent, T extends Values> = {
  /** Does the operations of a batch, one after another. */
  operations(held: Held<S, T>, batch: LogBatch): Promise<void>;
  /** Tells of what was admitted, once it was committed. */
  admitted(decision: Decision<S>): void;
  /** Notes that the storm breaker has tripped; nothing of the batch that tripped it was written. */
  trip(held: Held<S, T>, decision: Decision<S>, counts: Counts): Promise<void>;
  /** Looks for what there is to do now, or later. After a takeover, and after each step. */
  look(held: Held<S, T>): void;
  stop(): void;
};

export function care<S extends FatEvent, I extends Values, T extends Values>(given: CareOptions<S, I, T>): Care<S, T> {
  const { scope, options, enqueue, after } = given;
  const { engine, processor, partition, logger } = scope;
  const { clock } = engine;
  let callOff: () => void = () => undefined;
  let armedAt: number | null = null;
  let asked = false;
  /** Lanes whose time has come and that wait for their turn; and when the next ones of a group may be tried. */
  let due: string[] = [];
  let groupAt = 0;
  let sweepAt: number | null = null;
  /** What these are of. */
  let lookedAt: Ward | null = null;

  const count = (what: HospitalCount['what'], many: number): void => {
    if (many > 0) options.counted?.({ processor: processor.name, partition, what, count: many });
  };

  const call = (what: 'new-group' | 'not-passing', one: HospitalCase): void => {
    const { caseId, blockedKey: key, group, error, event } = one;
    if (error === null) return;
    const text = what === 'new-group' ? 'cannot process an input' : 'still cannot process an input';
    logger.error(
      {
        alarm: true,
        what,
        caseId,
        key,
        correlationId: event.correlationId,
        group,
        code: error.code,
        frame: error.frame,
      },
      `${processor.name} ${text}, and has parked it with the later ones of its key: ${error.message}`,
    );
    options.alarm?.({ what, processor: processor.name, partition, caseId, key, group, error });
  };

  const disarm = (): void => {
    callOff();
    armedAt = null;
  };

  /** Lanes to treat now, and the group retry that they were chosen for. */
  const next = (ward: Ward, now: number) => {
    const runnable = ward.index.runnable(MOST_LANES);
    if (runnable.length > 0) return { lanes: runnable, retry: null };
    if (isHalted(ward.standing)) return null;
    due.push(...ward.index.due(now));
    if (due.length > 0) return { lanes: due.splice(0, MOST_LANES), retry: null };
    const retry = ward.standing.retries.find(isRunning);
    if (retry === undefined || now < groupAt) return null;
    const most = Math.min(MOST_LANES, Math.max(1, Math.floor((retry.perSecond * GROUP_TICK_MS) / 1_000)));
    groupAt = now + Math.max(GROUP_TICK_MS, (1_000 * most) / retry.perSecond);
    return { lanes: ward.index.waitingOf(retry.group, retry.since, most), retry };
  };

  const work = async (held: Held<S, T>): Promise<void> => {
    asked = false;
    const ward = held.ward as Ward;
    const now = clock.now();
    const { paused } = ward.standing;
    if (paused?.until != null && paused.until <= now) return resume(held, ward, now);
    const chosen = next(ward, now);
    if (chosen !== null && chosen.lanes.length > 0) {
      const waited = new Map(chosen.lanes.flatMap(lane => ward.index.firstOf(lane, 1)).map(one => [one.caseId, one]));
      const { step, freed, healed, superseded, failed } = await treat(scope, held, ward, chosen.lanes, chosen.retry);
      count('healed', healed);
      count('superseded', superseded);
      count('back', failed.length);
      for (const one of failed) if (ranOut(one, waited.get(one.caseId)?.failedAt ?? null)) call('not-passing', one);
      after(step, freed);
      if (ward.index.isRunnable()) await setImmediate(); // heartbeats, and what other keys have sent
    } else if (chosen !== null && chosen.retry !== null) {
      const { operationId } = chosen.retry;
      const standing = withProgress(ward.standing, operationId, one => ({ ...one, endedAt: now }));
      await stand(held, ward, standing, 'retry-ended', operationId, now);
    } else if (sweepAt !== null && now >= sweepAt) {
      count('forgotten', await sweep(scope, held, ward, now - options.keepClosed, now));
      sweepAt = sweepTime(ward, options.keepClosed);
    }
    look(held);
  };

  /** Whether what may pass by itself has just been retried for longer than anybody should wait to be told. */
  const ranOut = ({ retryAt, admittedAt, failedAt }: HospitalCase, before: number | null): boolean =>
    retryAt !== null &&
    (failedAt ?? 0) - (admittedAt ?? 0) >= options.transientBudget &&
    (before ?? 0) - (admittedAt ?? 0) < options.transientBudget;

  const stand = async (
    held: Held<S, T>,
    ward: Ward,
    standing: Ward['standing'],
    what: string,
    cause: string,
    now: number,
  ): Promise<void> => {
    const building = stepOf({ engine, processor, partition, context: { now, tables: held.tables } });
    const stamp = { time: now, causes: cause === '' ? [] : [cause], actor: null, what };
    building.addCase(standingRecord(processor.name, standing, ward.standingVersion + 1, stamp));
    await write(scope, held, building.step as Step<S>, new Map(), now);
  };

  const resume = async (held: Held<S, T>, ward: Ward, now: number): Promise<void> => {
    await stand(held, ward, { ...ward.standing, paused: null }, 'resumed', '', now);
    logger.info(`${processor.name} goes on: its pause is over.`);
    given.resumed();
  };

  /** Nobody can say what was asked, or whom to answer: it is a case that blocks nobody. */
  const parkOperation = async (held: Held<S, T>, ward: Ward, record: LogRecord, error: unknown): Promise<void> => {
    const now = clock.now();
    const building = stepOf({ engine, processor, partition, context: { now, tables: held.tables } });
    const arrival = { topic: operationsOf(processor.name), record };
    const parking = { ward, processor: processor.name, version: options.version, now };
    const parked = parkFrom(parking, null, [{ key: null, arrival, error }], error, null);
    for (const one of parked?.cases ?? []) building.addCase(one);
    await write(scope, held, building.step as Step<S>, new Map([[record.topic, record.offset + 1n]]), now);
    count('admitted', parked?.cases.length ?? 0);
    if (parked?.failed) call('new-group', parked.failed);
  };

  const look = (held: Held<S, T>): void => {
    const { ward } = held;
    if (ward === null || asked) return;
    const { index, standing } = ward;
    if (lookedAt !== ward) {
      lookedAt = ward;
      due = [];
      groupAt = 0;
      sweepAt = sweepTime(ward, options.keepClosed);
    } else if (ward.closed.size > 0) sweepAt ??= clock.now() + options.keepClosed;
    if (index.isRunnable() || due.length > 0) {
      disarm();
      asked = true;
      void enqueue(work);
      return;
    }
    const times = [sweepAt, standing.paused?.until ?? null];
    if (!isHalted(standing)) times.push(index.nextDue(), standing.retries.some(isRunning) ? groupAt : null);
    const known = times.filter(time => time !== null);
    const at = known.length === 0 ? null : Math.min(...known);
    if (at === armedAt) return;
    disarm();
    if (at === null) return;
    armedAt = at;
    // setTimeout takes 31 bits; what is further off is looked at again meanwhile.
    callOff = clock.after(Math.min(Math.max(0, at - clock.now()), 86_400_000), () => {
      armedAt = null;
      if (asked) return;
      asked = true;
      void enqueue(work);
    });
  };

  return {
    operations: async (held, batch) => {
      const ward = held.ward as Ward;
      const reader = engine.wire.reader(operationsOf(processor.name)) as unknown as Reader<Operation>;
      const position = held.positions.get(batch.topic) ?? 0n;
      const fresh = batch.records.filter(({ offset, value }) => offset >= position && value !== null);
      await reader.prepare(fresh.map(({ value }) => value));
      for (const record of fresh) {
        if (scope.signal.aborted) return;
        let operation: Operation;
        try {
          operation = reader.decode(record.value as Buffer);
        } catch (error) {
          if (isPassing(error)) throw error;
          await parkOperation(held, ward, record, error);
          continue;
        }
        const before = isHalted(ward.standing);
        const found = operation.discard === null ? null : caseOf(ward, operation.discard.caseId);
        const { step, freed, rejection } = await doOperation(scope, held, ward, operation, record.offset + 1n);
        const { type, reason, target, event } = operation;
        logger.info(
          { operation: type, target, actor: event.actor, reason, rejection },
          `${processor.name} was asked to ${type}.`,
        );
        if (rejection === null && found !== null) count('discarded', 1);
        after(step, freed);
        if (!before && isHalted(ward.standing)) given.halted();
        if (before && !isHalted(ward.standing)) return given.resumed(); // what follows is read again from the position
      }
      held.positions.set(batch.topic, batch.nextOffset);
      held.ahead.add(batch.topic);
    },
    admitted: ({ failed, queued, newGroups, cases }) => {
      count('admitted', failed.length);
      count('superseded', cases.filter(({ value }) => value?.status === 'SUPERSEDED').length);
      count('queued', queued);
      for (const one of newGroups) call('new-group', one);
    },
    trip: async (held, { failed }, counts) => {
      const ward = held.ward as Ward;
      const error = failed.at(-1)?.error;
      if (error == null) throw new Error('Nothing has failed.');
      const now = clock.now();
      const standing = tripped(ward.standing, processor.name, counts, error, now);
      await stand(held, ward, standing, 'tripped', '', now);
      const { group } = standing.breaker as NonNullable<typeof standing.breaker>;
      count('tripped', 1);
      logger.error(
        { alarm: true, what: 'tripped', ...counts, group, code: error.code, frame: error.frame },
        `${processor.name} has stopped on partition ${partition}: ${counts.failures} of the last ${counts.decided} inputs ` +
          `failed, ${counts.inARow} keys one after another; the last one: ${error.message}. Nothing was skipped. Correct ` +
          `the cause, start the corrected program, then: longplay streams resume ${processor.name}`,
      );
      options.alarm?.({ what: 'tripped', processor: processor.name, partition, caseId: null, key: null, group, error });
      given.halted();
    },
    look,
    stop: () => {
      disarm();
      asked = false;
      lookedAt = null;
    },
  };
}
