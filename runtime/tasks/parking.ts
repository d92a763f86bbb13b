import { schemaIdIn } from '../codec/wire.ts';
import { type CaseRecord, caseIdOf, type HospitalCase } from '../hospital/case.ts';
import { caseErrorOf } from '../hospital/case-error.ts';
import { type Admission, admitted } from '../hospital/course.ts';
import type { LogRecord } from '../log/port.ts';
import type { Values } from './definition.ts';
import { isAnswer, isDeadline } from './fold.ts';
import { type Arrival, type Item, isReadable, type KeyedCause } from './items.ts';
import { caseOf, type Ward } from './ward.ts';

/** Headers that a case keeps. */
const MOST_HEADERS = 64;

export type Parking = {
  readonly ward: Ward;
  readonly processor: string;
  readonly version: string;
  readonly now: number;
};

/** What becomes of the items of one key that cannot be processed now: cases, in order. */
export type Parked = {
  readonly cases: readonly HospitalCase[];
  /** The case by itself, in front of the others; null where all queue behind one that was there. */
  readonly failed: HospitalCase | null;
};

/**
 * Parks an item that failed, and those of its key that came after it, in order. Answers and deadlines that come after it
 * are left out: both come again once the key is free. Null: the item was discarded earlier, and is passed over.
 */
export function parkFrom<I extends Values>(
  parking: Parking,
  key: string | null,
  items: readonly Item<I>[],
  error: unknown,
  ownVersion: number | null,
): Parked | null {
  const { ward, now } = parking;
  const [first, ...rest] = items as [Item<I>, ...Item<I>[]];
  const admission = key === null ? 1 : ward.index.nextAdmission(key);
  const because = { error: caseErrorOf(error) };
  const made = admissionOf(parking, first, { key, admission, ownVersion, because });
  const failed = admitted(made, caseOf(ward, made.caseId), now);
  if (failed === null) return null;
  const behind = { blockedBy: failed.caseId, group: failed.group };
  return { cases: [failed, ...queued(parking, key as string, rest, admission + 1, ownVersion, behind)], failed };
}

/** Parks all these items behind the case that blocks their key already. */
export function parkBehind<I extends Values>(parking: Parking, key: string, items: readonly Item<I>[]): Parked {
  const { index } = parking.ward;
  const front = index.frontOf(key);
  const behind = { blockedBy: front?.caseId ?? '', group: front?.group ?? '' };
  return { cases: queued(parking, key, items, index.nextAdmission(key), null, behind), failed: null };
}

function queued<I extends Values>(
  parking: Parking,
  key: string,
  items: readonly Item<I>[],
  from: number,
  ownVersion: number | null,
  because: { readonly blockedBy: string; readonly group: string },
): HospitalCase[] {
  const cases: HospitalCase[] = [];
  for (const item of items) {
    if (item.arrival === null) continue;
    const made = admissionOf(parking, item, { key, admission: from + cases.length, ownVersion, because });
    const one = admitted(made, caseOf(parking.ward, made.caseId), parking.now);
    if (one !== null) cases.push(one);
  }
  return cases;
}

type Place = Pick<Admission, 'admission' | 'ownVersion' | 'because'> & { readonly key: string | null };

function admissionOf<I extends Values>(parking: Parking, item: Item<I>, place: Place): Admission {
  const { processor, version } = parking;
  const { key: blockedKey, ...rest } = place;
  const cause = isReadable(item) ? item.cause.id : '';
  const correlationId = isReadable(item) ? item.cause.correlationId : (item.key ?? '');
  const common = { ...rest, processor, processorVersion: version, blockedKey, cause, correlationId };
  if (item.arrival !== null) {
    const record = caseRecordOf(item.arrival);
    const caseId = freeId(
      parking.ward,
      caseIdOf.record(processor, record.topic, record.partition, record.offset),
      record,
    );
    return { ...common, caseId, source: 'RECORD', record, cause: cause === '' ? caseId : cause };
  }
  const { key, cause: own } = item as KeyedCause<I>;
  if (isAnswer(own.input)) {
    const { id: effectId, kind, attempt } = own.input.effect;
    const effect = { key, effectId, kind, attempt };
    return { ...common, caseId: caseIdOf.effect(processor, effectId, attempt), source: 'EFFECT', effect };
  }
  if (!isDeadline(own.input))
    throw new Error(`${processor}: an input without a record is neither answer nor deadline.`);
  const { name, due } = own.input.deadline;
  const deadline = { key, name, due };
  return { ...common, caseId: caseIdOf.deadline(processor, deadline), source: 'DEADLINE', deadline };
}

/**
 * An imported log counts its offsets anew, so the id may name a record of the installation that it came from: that one
 * was written at another time, or under another key.
 */
function freeId(ward: Ward, caseId: string, { timestamp, key }: CaseRecord): string {
  const known = caseOf(ward, caseId)?.record;
  if (known == null) return caseId;
  const isSame = known.timestamp === timestamp && String(known.key) === String(key);
  return isSame ? caseId : `${caseId}@${timestamp}`;
}

/** The record, whole: bytes as they came. They are copied, since a slice would keep its whole fetch in memory. */
function caseRecordOf({ topic, record }: Arrival): CaseRecord {
  const { partition, offset, timestamp, key, value, headers } = record;
  return {
    topic,
    partition,
    offset: Number(offset),
    timestamp,
    key,
    value,
    headers: headers.slice(0, MOST_HEADERS).map(([name, bytes]) => ({ name, value: bytes })),
    headersDropped: Math.max(0, headers.length - MOST_HEADERS),
    schemaId: schemaIdIn(value),
  };
}

/** The record of a case as if it were read again. */
export const recordOf = ({ topic, partition, offset, timestamp, key, value, headers }: CaseRecord): LogRecord => ({
  topic,
  partition,
  offset: BigInt(offset),
  timestamp: timestamp ?? 0,
  key,
  value,
  headers: headers.map(one => [one.name, one.value] as const),
});
