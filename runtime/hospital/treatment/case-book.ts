import { type HospitalCase, isOpenCase, STANDING_KEY } from '../case.ts';
import { type CaseSource, noteStanding, readOn, standingsIn, type TaskStanding, wardTopics } from './ward-topics.ts';

/** A case, and the partition of the task that it is of. */
export type KnownCase = { readonly partition: number; readonly one: HospitalCase };

/** The cases of some processors as their topics tell, which needs neither Postgres nor a processor that runs. */
export type CaseBook = {
  /** Reads on to where the topics end now. */
  refresh(): Promise<void>;
  /** With closed ones, as long as they are kept; bytes only of those that were asked for. */
  all(): readonly KnownCase[];
  find(caseId: string): KnownCase | undefined;
  standings(): readonly TaskStanding[];
  partitionsOf(processor: string): readonly number[];
};

/**
 * Reads them to their end.
 *
 * @param bytesOf Whose records are kept whole. Default none: ten thousand large ones would fill the memory.
 */
export async function openCaseBook(
  source: CaseSource,
  processors: readonly string[],
  { bytesOf = () => false }: { readonly bytesOf?: (one: HospitalCase) => boolean } = {},
): Promise<CaseBook> {
  const { log } = source;
  const wards = wardTopics(source, processors);
  const cases = new Map<string, KnownCase>();

  const take = (ward: (typeof wards)[number], partition: number, key: string, one: HospitalCase | null): void => {
    if (key === STANDING_KEY) noteStanding(ward, partition, one);
    else if (one === null) cases.delete(key);
    else cases.set(key, { partition, one: bytesOf(one) ? one : withoutBytes(one) });
  };

  const refresh = async (): Promise<void> => {
    for (const ward of wards) {
      const { reader } = ward;
      const offsets = await log.admin.offsets(ward.topic);
      await Promise.all(
        offsets.map(one =>
          readOn(log, ward, one, async records => {
            await reader.prepare(records.map(({ value }) => value));
            for (const { key, value } of records) {
              if (key === null) continue;
              take(ward, one.partition, key.toString('utf8'), value === null ? null : reader.decode(value));
            }
          }),
        ),
      );
    }
  };
  await refresh();
  return {
    refresh,
    all: () => [...cases.values()],
    find: caseId => cases.get(caseId),
    standings: () => standingsIn(wards),
    partitionsOf: processor => [...(wards.find(ward => ward.processor === processor)?.next.keys() ?? [])],
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
