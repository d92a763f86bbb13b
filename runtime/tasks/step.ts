import type { Decided } from '../hospital/breaker.ts';
import { type HospitalCase, isOpenCase } from '../hospital/case.ts';
import type { HospitalOptions } from '../hospital/options.ts';
import type { OutgoingRecord, Position } from '../log/port.ts';
import type { Values } from './definition.ts';
import { discharged } from './discharge.ts';
import { failureCases } from './failures.ts';
import type { FatEvent } from './fat-event.ts';
import { type Item, isReadable, type KeyedCause, shortened } from './items.ts';
import { type Decider, type KeyOutput, named, outputOf } from './output.ts';
import { isOpen } from './owed.ts';
import { type Parked, type Parking, parkBehind, parkFrom } from './parking.ts';
import { longestPrefix } from './prefix.ts';
import { caseRecord } from './records.ts';
import { poison } from './scope.ts';
import type { Change, StateStore } from './store/port.ts';
import { type CaseChange, caseOf, type Ward } from './ward.ts';

/** What is to be written, and what to remember once it was. */
export type Step<S extends FatEvent> = {
  readonly records: readonly OutgoingRecord[];
  /** The newest state of each key that changed. */
  readonly states: ReadonlyMap<string, { readonly state: S; readonly record: number; readonly value: Buffer }>;
  readonly cases: readonly CaseChange[];
  readonly alarms: readonly { readonly key: string; readonly code: string }[];
};

/** A step of inputs: also what the storm breaker counts, and which cases are new. */
export type Decision<S extends FatEvent> = Step<S> & {
  readonly decided: readonly Decided[];
  /** Cases that failed by themselves, not those behind them. */
  readonly failed: readonly HospitalCase[];
  /** The first of each cause that no open case has had. */
  readonly newGroups: readonly HospitalCase[];
  readonly queued: number;
};

/** Where what fails is parked; null: it stops the task. */
export type Hospital = { readonly ward: Ward; readonly options: HospitalOptions } | null;

/** Collects the records of one transaction. */
export function stepOf<S extends FatEvent, I extends Values, T extends Values>(decider: Decider<S, I, T>) {
  const { engine, processor, partition } = decider;
  const speaker = { engine, processor: processor.name };
  const records: OutgoingRecord[] = [];
  const states = new Map<string, { state: S; record: number; value: Buffer }>();
  const cases: CaseChange[] = [];
  const alarms: { key: string; code: string }[] = [];
  return {
    step: { records, states, cases, alarms } satisfies Step<S>,
    add: (key: string, output: KeyOutput<S> | null): void => {
      if (output === null) return;
      const { newest } = output;
      if (newest !== null) states.set(key, { ...newest, record: records.length + newest.record });
      records.push(...output.records);
      alarms.push(...output.alarms);
    },
    addCase: (value: HospitalCase): void => {
      const record = caseRecord(speaker, partition, value);
      cases.push({ caseId: value.caseId, value, bytes: record.value, record: records.length });
      records.push(record);
    },
    addRecord: (record: OutgoingRecord): void => {
      records.push(record);
    },
  };
}

/**
 * Decides a batch, key by key, against the stored states. Writes nothing and changes nothing: whatever fails here
 * leaves the task as it was. An input that fails becomes a case with the later ones of its key behind it; what came
 * before it in the batch, and every other key, goes on.
 */
export function decideBatch<S extends FatEvent, I extends Values, T extends Values>(
  decider: Decider<S, I, T>,
  stateOf: (key: string) => S | null,
  items: readonly Item<I>[],
  hospital: Hospital,
): Decision<S> {
  const { processor, context } = decider;
  const building = stepOf(decider);
  const decided: Decided[] = [];
  const failed: HospitalCase[] = [];
  let queued = 0;

  const park = (parked: Parked, key: string | null): void => {
    for (const one of parked.cases) building.addCase(one);
    const moot = hospital && key !== null ? mootBy(parked, key, hospital) : null;
    if (moot !== null) building.addCase(moot);
    if (parked.failed !== null) failed.push(parked.failed);
    queued += parked.cases.length - (parked.failed === null ? 0 : 1);
  };

  const mootBy = ({ cases, failed: first }: Parked, key: string, { ward, options }: NonNullable<Hospital>) => {
    // A request is never moot, so the front, with its bytes, is only looked at where a fact came.
    if (!cases.some(({ record }) => record !== null && !options.isRequest(record.topic))) return null;
    const waits = first === null ? ward.index.frontOf(key) : null;
    const front = waits?.status === 'WAITING' ? caseOf(ward, waits.caseId) : first;
    return discharged(front, cases, { isRequest: options.isRequest, now: context.now });
  };

  const decide = (key: string, list: readonly Item<I>[], parking: Parking | null): void => {
    const broken = list.findIndex(one => !isReadable(one));
    const readable = (broken === -1 ? list : list.slice(0, broken)) as readonly KeyedCause<I>[];
    const causes = readable.map(({ cause }) => cause);
    let before: S | null = null;
    let { done, result, stopped } = longestPrefix(causes.length, n => {
      before = stateOf(key);
      return outputOf(decider, key, before, causes.slice(0, n));
    });
    if (stopped === null && broken !== -1) stopped = { error: (list[broken] as { error: unknown }).error };
    if (stopped !== null) {
      if (parking === null) {
        throw poison(`${processor.name} cannot process ${shortened(key)} (${named(causes)})`, stopped.error);
      }
      const ownVersion = versionOf(result, key);
      const parked = parkFrom(parking, key, list.slice(done), stopped.error, ownVersion);
      if (parked === null) {
        decide(key, list.toSpliced(done, 1), parking);
        return;
      }
      park(parked, key);
    }
    building.add(key, result);
    if (parking !== null && result?.newest) {
      for (const one of failureCases(parking, processor, key, before, result.newest.state)) {
        building.addCase(one);
        if (isOpenCase(one) && !parking.ward.index.isFront(one.caseId)) failed.push(one);
      }
    }
    for (let n = 0; n < done; n++) decided.push({ key, failed: false });
    if (stopped !== null) decided.push({ key, failed: true });
  };

  const versionOf = (result: KeyOutput<S> | null, key: string): number | null => {
    if (result?.newest) return result.newest.state.version;
    try {
      return stateOf(key)?.version ?? null;
    } catch {
      return null; // the state itself cannot be read, which is what failed
    }
  };

  const parking =
    hospital === null
      ? null
      : { ward: hospital.ward, processor: processor.name, version: hospital.options.version, now: context.now };
  for (const [key, list] of Map.groupBy(items, one => one.key)) {
    if (key === null) {
      for (const item of list as { error: unknown }[]) {
        const parked = parkFrom(parking as Parking, null, [item as Item<I>], item.error, null);
        if (parked === null || parked.failed === null) continue;
        park(parked, null);
        decided.push({ key: parked.failed.caseId, failed: true });
      }
    } else if (parking?.ward.index.isBlocked(key)) park(parkBehind(parking, key, list), key);
    else decide(key, list, parking);
  }
  const firsts = [...Map.groupBy(failed, one => one.group).values()].map(([first]) => first as HospitalCase);
  const newGroups = firsts.filter(({ group, retryAt }) => retryAt === null && !hospital?.ward.index.knowsGroup(group));
  return { ...building.step, decided, failed, newGroups, queued };
}

/** Takes what was written into the store, in the order of the topic. */
export function applyStep<S extends FatEvent>(
  store: StateStore,
  step: Pick<Step<S>, 'states'>,
  written: readonly Position[],
  identity: { readonly clusterId: string; readonly topicId: string; readonly at: number },
): bigint | null {
  const changes: Change[] = [];
  let end: bigint | null = null;
  for (const [key, { state, record, value }] of step.states) {
    const { offset } = written[record] as Position;
    changes.push({ key, value, offset, open: isOpen(state) });
    if (end === null || offset >= end) end = offset + 1n;
  }
  if (end !== null) store.apply(changes, { ...identity, position: end });
  return end;
}
