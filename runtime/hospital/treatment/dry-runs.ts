import { LongplayError } from '../../errors.ts';
import type { Log } from '../../log/port.ts';
import type { Logger } from '../../observe/logger.ts';
import { rowOf } from '../../projector/changes.ts';
import { type Projection, type Row, storedIn } from '../../projector/definition.ts';
import type { Processor } from '../../tasks/definition.ts';
import { type DryRun, dryRun } from '../../tasks/dry-run.ts';
import { type Engine, realClock, type Wire } from '../../tasks/engine.ts';
import { tableSource } from '../../tasks/tables.ts';
import { topicName } from '../../topics/spec.ts';
import { type HospitalCase, isOpenCase } from '../case.ts';
import { type CaseBook, type KnownCase, laneOf, lanesOf, openCaseBook } from './case-book.ts';
import type { CaseSource } from './ward-topics.ts';

/** What is to be tried: one of the three. */
export type Wanted =
  | { readonly caseId: string }
  | { readonly key: string }
  /** A cause. */
  | { readonly group: string };

/** A row of a read model, as this program makes it of a fact that a retry would write. */
export type DryRow = { readonly projection: string; readonly table: string; readonly row: Row };

export type DryRuns = {
  readonly runs: readonly (DryRun & {
    /** That would follow, in read models that are of this program's code. */
    readonly rows: readonly DryRow[];
  })[];
  /** Keys that were left out: of a group those beyond 20, or for which there was no room. */
  readonly notTried: number;
};

/** Where a program is tried: on this log, with these processors. */
export type DrySource = CaseSource & {
  readonly log: Log;
  /** Writes what the processors write. Nothing of it is sent. */
  readonly wire: Wire;
  readonly logger: Logger;
  /** All of the program. */
  readonly processors: readonly Processor[];
  readonly projections: readonly Projection[];
};

/** Cases of a key that are tried in a transaction, which a dry run tries as well. */
const MOST_CASES = 100;
/** Keys of a group that are tried. */
const MOST_KEYS = 20;
/** Bytes of all that is tried: what comes behind them is left out. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * What a retry would do with this program: it decides the parked sequence of each key against a copy of its state, and
 * neither writes nor begins anything.
 *
 * @param names Of the processors that the cases may be of.
 * @throws LP_HOSPITAL_CASE_UNKNOWN, LP_HOSPITAL_CASE_CLOSED, LP_HOSPITAL_KEY_FREE
 */
export async function dryRuns(source: DrySource, names: readonly string[], wanted: Wanted): Promise<DryRuns> {
  const book = await openCaseBook(source, names);
  const lanes = lanesOf(book.all());
  const fronts = frontsOf(book, lanes, wanted);
  const tried = fronts.slice(0, MOST_KEYS).map(front => sequenceOf(lanes, front));
  const kept = keeping(new Set(tried.flat().map(({ one }) => one.caseId)));
  const processors = [...new Set(fronts.map(({ one }) => one.processor))];
  const whole = await openCaseBook(source, processors, { bytesOf: kept.bytesOf });
  const { log, prefix, wire, logger } = source;
  const tables = tableSource({
    log,
    topicName: name => topicName(prefix, name),
    reader: name => wire.reader(name),
    logger,
  });
  const engine: Engine = {
    log,
    prefix,
    wire,
    tables,
    runners: {},
    openStore: () => {
      throw new Error('A dry run keeps no state.');
    },
    processors: new Set(source.processors.map(({ name }) => name)),
    clock: realClock,
    logger,
    alarm: () => undefined,
  };
  try {
    const runs: DryRuns['runs'][number][] = [];
    for (const cases of tried) {
      const unkept = cases.findIndex(({ one }) => !kept.has(one.caseId));
      const now = cases
        .slice(0, unkept === -1 ? cases.length : unkept)
        .flatMap(({ one: { caseId } }) => whole.find(caseId) ?? [])
        .filter(({ one }) => isOpenCase(one));
      const [front] = now;
      if (front === undefined) continue;
      const run = await tryOne(engine, source.processors, lanes, now);
      runs.push({ ...run, rows: rowsOf(source.projections, run, front.partition) });
    }
    return { runs, notTried: fronts.length - runs.length };
  } finally {
    await tables.stop();
  }
}

/** Whose bytes are kept: of these cases as many as there is room for. */
function keeping(wanted: ReadonlySet<string>) {
  const kept = new Set<string>();
  let bytes = 0;
  return {
    bytesOf: ({ caseId, record }: HospitalCase): boolean => {
      if (!wanted.has(caseId)) return false;
      if (!kept.has(caseId) && bytes < MOST_BYTES) {
        kept.add(caseId);
        bytes += record?.value?.length ?? 0;
      }
      return kept.has(caseId);
    },
    has: (caseId: string): boolean => kept.has(caseId),
  };
}

type Lanes = ReadonlyMap<string, readonly KnownCase[]>;

/** What is tried with a case: what queues before and behind it. */
const sequenceOf = (lanes: Lanes, front: KnownCase): readonly KnownCase[] =>
  (lanes.get(laneOf(front)) ?? []).slice(0, MOST_CASES);

/** The first case of each lane that is meant. */
function frontsOf(book: CaseBook, lanes: Lanes, wanted: Wanted): readonly KnownCase[] {
  if ('caseId' in wanted) {
    const known = book.find(wanted.caseId);
    if (known === undefined) throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No case is named ${wanted.caseId}.`);
    if (!isOpenCase(known.one)) {
      throw new LongplayError('LP_HOSPITAL_CASE_CLOSED', `${wanted.caseId} is ${known.one.status}.`);
    }
    return [...(lanes.get(laneOf(known)) ?? [])].slice(0, 1);
  }
  const isMeant = ({ one }: KnownCase): boolean =>
    'key' in wanted ? one.blockedKey === wanted.key : one.group === wanted.group && one.error !== null;
  const fronts = [...lanes.values()].flatMap(lane => (lane.some(isMeant) ? lane.slice(0, 1) : []));
  if (fronts.length > 0) return fronts;
  if ('key' in wanted) throw new LongplayError('LP_HOSPITAL_KEY_FREE', `No case blocks ${wanted.key}.`);
  throw new LongplayError('LP_HOSPITAL_CASE_UNKNOWN', `No open case is of group ${wanted.group}.`);
}

function tryOne(
  engine: Engine,
  processors: readonly Processor[],
  lanes: Lanes,
  cases: readonly KnownCase[],
): Promise<DryRun> {
  const [{ one, partition }] = cases as [KnownCase];
  const processor = processors.find(({ name }) => name === one.processor);
  if (processor === undefined) throw new Error(`There is no processor ${one.processor}.`);
  return dryRun({
    engine,
    processor,
    partition,
    cases: cases.map(known => known.one),
    isBlocked: key => lanes.has(laneOf({ one: { ...one, blockedKey: key } })),
  });
}

/**
 * Of each key only its newest fact makes rows. What cannot be projected would be a case of its projection. `partition`: of
 * the facts; no aggregate is made of anything else.
 */
function rowsOf(projections: readonly Projection[], { records }: DryRun, partition: number): DryRow[] {
  const newest = new Map(records.map(record => [`${record.topic} ${record.key}`, record]));
  return [...newest.values()].flatMap(({ topic, key, value }) =>
    projections
      .filter(({ topics, passesOver = [] }) => topics.includes(topic) && !passesOver.includes(key))
      .flatMap(one => {
        try {
          return [
            { projection: one.name, table: storedIn(one).table, row: rowOf(one, value as never, key, partition) },
          ];
        } catch {
          return [];
        }
      }),
  );
}
