import { setImmediate } from 'node:timers/promises';
import type { Reader } from '../codec/reader.ts';
import { type Counted, nothingCounted } from '../hospital/breaker.ts';
import { type HospitalCase, isOpenCase, STANDING_KEY } from '../hospital/case.ts';
import { type CaseIndex, caseIndex } from '../hospital/case-index.ts';
import { noStanding, type Standing } from '../hospital/standing.ts';
import { hanging } from '../log/hanging.ts';
import type { Position } from '../log/port.ts';
import type { Processor } from './definition.ts';
import { type Engine, topicOf, type Wire } from './engine.ts';
import type { Owed } from './owed.ts';
import type { Own } from './refusals.ts';
import { restore } from './restore.ts';
import type { Change, StateStore } from './store/port.ts';

export const hospitalOf = (processor: string): string => `${processor}.hospital`;
export const operationsOf = (processor: string): string => `${processor}.operations`;

/** All that a processor reads: what it decides, and what it is asked. */
export const inputsOf = ({ name, reads }: Pick<Processor, 'name' | 'reads'>): readonly string[] => [
  ...reads,
  operationsOf(name),
];

/** Cases that are looked at before others get a turn. */
const AT_A_STRETCH = 500;

/**
 * A task's part of the hospital: its cases are state like that of the own topic, kept in a store of their own and
 * restored from the topic's partition. In memory is only which keys wait behind what, without any bytes.
 */
export type Ward = {
  readonly store: StateStore;
  readonly topicId: string;
  readonly reader: Reader<HospitalCase>;
  readonly index: CaseIndex;
  /** When each closed case that is still there was closed. */
  readonly closed: Map<string, number>;
  standing: Standing;
  standingVersion: number;
  /** What the storm breaker has counted since the takeover. */
  counted: Counted;
};

/** A case as it is to be written, or its tombstone; `record` is its place among the records of the transaction. */
export type CaseChange = {
  readonly caseId: string;
  readonly value: HospitalCase | null;
  readonly bytes: Buffer | null;
  readonly record: number;
};

export const caseOf = (ward: Ward, caseId: string): HospitalCase | null => {
  const stored = ward.store.get(caseId);
  return stored === undefined ? null : ward.reader.decode(stored.value);
};

export const caseReader = (
  { wire }: { readonly wire: Pick<Wire, 'reader'> },
  processor: string,
): Reader<HospitalCase> => wire.reader(hospitalOf(processor)) as unknown as Reader<HospitalCase>;

export type WardSource = {
  readonly engine: Engine;
  readonly processor: string;
  readonly partition: number;
  readonly store: StateStore;
  readonly topicId: string;
  readonly clusterId: string;
  readonly maxAge: number;
  /** Throws where the topic is not the one that the positions know (rule 11). */
  readonly refuse: (own: Own) => void;
  readonly signal: AbortSignal;
};

/** Restores it after the fence, when nobody else can write to it any more. */
export async function openWard(source: WardSource): Promise<Ward> {
  const { engine, processor, partition, store, topicId, clusterId, maxAge, signal } = source;
  const topic = topicOf(engine, hospitalOf(processor));
  const offsets = (await engine.log.admin.offsets(topic)).find(one => one.partition === partition);
  if (offsets === undefined) throw new Error(`${topic} has no partition ${partition}.`);
  if (offsets.end < offsets.highWatermark) {
    throw hanging(`${topicOf(engine, processor)}-${partition}`, [{ topic, partition, offset: offsets.end }]);
  }
  const reader = caseReader(engine, processor);
  const own: Own = { ...offsets, topicId };
  source.refuse(own);
  const now = engine.clock.now();
  await restore({ log: engine.log, store, reader: allOpen(reader), own, clusterId, now, maxAge, signal });
  const ward: Ward = {
    store,
    topicId,
    reader,
    index: caseIndex(),
    closed: new Map(),
    standing: noStanding,
    standingVersion: 0,
    counted: nothingCounted,
  };
  let looked = 0;
  for (const caseId of [...store.openKeys()]) {
    if (++looked % AT_A_STRETCH === 0) await setImmediate();
    if (signal.aborted) break;
    const value = store.get(caseId)?.value;
    if (value === undefined) continue;
    await reader.prepare([value]);
    note(ward, caseId, reader.decode(value));
  }
  return ward;
}

/** All that is there is looked at after a takeover: what is open, and when what is closed may go. */
const allOpen = (reader: Reader<HospitalCase>): Reader<Owed> =>
  ({
    prepare: reader.prepare,
    decode: (value: Buffer | null) => (value === null ? null : { deadlines: [1], effects: [] }),
  }) as Reader<Owed>;

function note(ward: Ward, caseId: string, one: HospitalCase | null): void {
  if (caseId === STANDING_KEY) {
    ward.standing = one?.standing ?? noStanding;
    ward.standingVersion = one?.version ?? 0;
  } else if (one === null) ward.closed.delete(caseId);
  else {
    ward.index.set(one);
    if (isOpenCase(one)) ward.closed.delete(caseId);
    else ward.closed.set(caseId, one.closedAt ?? one.event.time);
  }
}

/** Takes what was committed into the store and the index. */
export function applyCases(
  ward: Ward,
  cases: readonly CaseChange[],
  written: readonly Position[],
  identity: { readonly clusterId: string; readonly at: number },
): void {
  if (cases.length === 0) return;
  const newest = new Map<string, Change>();
  let end = 0n;
  for (const { caseId, value, bytes, record } of cases) {
    const { offset } = written[record] as Position;
    newest.set(caseId, { key: caseId, value: bytes, offset, open: value !== null });
    if (offset >= end) end = offset + 1n;
    note(ward, caseId, value);
  }
  const { clusterId, at } = identity;
  ward.store.apply([...newest.values()], { clusterId, topicId: ward.topicId, position: end, at });
}
