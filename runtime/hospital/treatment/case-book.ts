import type { Log } from '../../log/port.ts';
import { topicOf, type Wire } from '../../tasks/engine.ts';
import { caseReader, hospitalOf } from '../../tasks/ward.ts';
import { type HospitalCase, isOpenCase, STANDING_KEY } from '../case.ts';
import { noStanding, type Standing } from '../standing.ts';

/** Where cases are read from. */
export type CaseSource = { readonly log: Log; readonly prefix: string; readonly wire: Pick<Wire, 'reader'> };

/** A case, and the partition of the task that it is of. */
export type KnownCase = { readonly partition: number; readonly one: HospitalCase };

/** The cases of some processors as their topics tell, which needs neither Postgres nor a processor that runs. */
export type CaseBook = {
  /** Reads on to where the topics end now. */
  refresh(): Promise<void>;
  /** With closed ones, as long as they are kept; bytes only of those that were asked for. */
  all(): readonly KnownCase[];
  find(caseId: string): KnownCase | undefined;
  standings(): readonly { readonly processor: string; readonly partition: number; readonly standing: Standing }[];
  partitionsOf(processor: string): readonly number[];
};

/**
 * Reads them to their end.
 *
 * @param bytesOf Whose records are kept whole. Default none: ten thousand large ones would fill the memory.
 */
export async function openCaseBook(
  { log, prefix, wire }: CaseSource,
  processors: readonly string[],
  { bytesOf = () => false }: { readonly bytesOf?: (one: HospitalCase) => boolean } = {},
): Promise<CaseBook> {
  const parts = processors.map(processor => ({
    processor,
    topic: topicOf({ prefix }, hospitalOf(processor)),
    reader: caseReader({ wire }, processor),
    /** By partition: where to read on. */
    next: new Map<number, bigint>(),
    standings: new Map<number, Standing>(),
  }));
  const cases = new Map<string, KnownCase>();

  const take = (part: (typeof parts)[number], partition: number, key: string, one: HospitalCase | null): void => {
    if (key === STANDING_KEY) part.standings.set(partition, one?.standing ?? noStanding);
    else if (one === null) cases.delete(key);
    else cases.set(key, { partition, one: bytesOf(one) ? one : withoutBytes(one) });
  };

  const refresh = async (): Promise<void> => {
    for (const part of parts) {
      const { topic, reader, next } = part;
      const offsets = await log.admin.offsets(topic);
      const readOn = async ({ partition, start, end }: (typeof offsets)[number]): Promise<void> => {
        const offset = next.get(partition) ?? start;
        next.set(partition, offset);
        if (offset >= end) return;
        for await (const batch of log.readPartition({ from: { topic, partition, offset }, until: end })) {
          await reader.prepare(batch.records.map(({ value }) => value));
          for (const { key, value } of batch.records) {
            if (key !== null) take(part, partition, key.toString('utf8'), value === null ? null : reader.decode(value));
          }
          next.set(partition, batch.nextOffset);
        }
      };
      await Promise.all(offsets.map(readOn));
    }
  };
  await refresh();
  return {
    refresh,
    all: () => [...cases.values()],
    find: caseId => cases.get(caseId),
    standings: () =>
      parts.flatMap(({ processor, standings }) =>
        [...standings].map(([partition, standing]) => ({ processor, partition, standing })),
      ),
    partitionsOf: processor => [...(parts.find(part => part.processor === processor)?.next.keys() ?? [])],
  };
}

function withoutBytes(one: HospitalCase): HospitalCase {
  const record = one.record && { ...one.record, value: null, headers: [] };
  return { ...one, record, originalValue: null };
}

/** The lane of a case: those of its key at its processor, or itself alone where it blocks nobody. */
export const laneOf = ({ one }: Pick<KnownCase, 'one'>): string =>
  one.blockedKey === null ? `case ${one.caseId}` : `${one.processor} ${one.blockedKey}`;

const byAdmission = (left: KnownCase, right: KnownCase): number => left.one.admission - right.one.admission;

/** The open cases by lane, each in the order in which they are treated. */
export const lanesOf = (all: readonly KnownCase[]): ReadonlyMap<string, readonly KnownCase[]> =>
  new Map(
    [
      ...Map.groupBy(
        all.filter(({ one }) => isOpenCase(one)),
        laneOf,
      ),
    ].map(([lane, list]) => [lane, list.sort(byAdmission)]),
  );

/** The open cases in the lane of one, in the order in which they are treated. */
export const queueOf = (all: readonly KnownCase[], of: KnownCase): readonly KnownCase[] =>
  all.filter(one => isOpenCase(one.one) && laneOf(one) === laneOf(of)).sort(byAdmission);

/** The processor of a case, as its id names it. */
export const processorOf = (caseId: string): string => caseId.slice(0, Math.max(0, caseId.indexOf('/')));
