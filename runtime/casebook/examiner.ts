import type { SchemaSource } from '../codec/schema-source.ts';
import { LongplayError } from '../errors.ts';
import { partitionOfKey } from '../hospital/send.ts';
import { openCaseBook } from '../hospital/treatment/case-book.ts';
import { type CaseContent, caseIn, contentOf, readValue } from '../hospital/treatment/content.ts';
import { type DryRuns, type DrySource, dryRuns, type Wanted } from '../hospital/treatment/dry-runs.ts';
import { type RetryResult, resultFor } from '../hospital/treatment/result.ts';
import { taskStandings } from '../hospital/treatment/standings.ts';
import type { TaskStanding } from '../hospital/treatment/ward-topics.ts';
import type { Log } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import type { Sql } from '../postgres/connect.ts';
import type { ProjectorWire } from '../projector/code.ts';
import type { Projection } from '../projector/definition.ts';
import { viewsSchema } from '../projector/names.ts';
import { parkedBytes } from '../projector/parked/treat.ts';
import { type DryHeal, dryHeal } from '../projector/rebuild/heal-dry.ts';
import type { Processor } from '../tasks/definition.ts';
import type { Wire } from '../tasks/engine.ts';
import type { FatEvent } from '../tasks/fat-event.ts';
import { stateOf } from '../tasks/newest.ts';
import { hospitalOf } from '../tasks/ward.ts';
import { topicName } from '../topics/spec.ts';
import type { ReadCase } from './case-rows.ts';
import { partitionOf, placeOf, projectionOf } from './places.ts';

export type ExaminerOptions = {
  readonly sql: Sql;
  readonly log: Log;
  readonly prefix: string;
  /** Writes what the processors write; nothing of it is sent. */
  readonly wire: Wire & ProjectorWire;
  readonly schemas: SchemaSource;
  /** All of this program, by which dry runs decide and project. */
  readonly processors: readonly Processor[];
  readonly projections: readonly Projection[];
  readonly logger: Logger;
};

/** Looks into cases, for whoever serves it; the command line looks the same way. Reads whole partitions of the log. */
export type Examiner = {
  /** Null: it is gone. Of a projection's case: the record alone. */
  content(one: ReadCase): Promise<CaseContent | null>;
  /** What stands still of each processor's tasks, and what they retry; those that were never paused have none. */
  standings(): Promise<readonly TaskStanding[]>;
  /** How far a retry is, by the ids of its requests; null: there is no trace of it. Reads the processor's cases. */
  result(processor: string, ids: readonly string[]): Promise<RetryResult | null>;
  /** The topic that a processor owns. */
  ownerOf(processor: string): Pick<Processor, 'name' | 'owns'>;
  /** The newest fact of a key, as its owner's topic has it; null: it has none. */
  fact(processor: string, key: string): Promise<OwnedFact | null>;
  /**
   * What a retry would write: facts, requests, outcomes, effects and the rows of these facts, with this program; of a
   * projection the rows of the key, with the code of its live generation. One at a time in a process: each replicates the tables.
   *
   * @throws LP_HOSPITAL_CASE_UNKNOWN, LP_HOSPITAL_CASE_CLOSED, LP_HOSPITAL_KEY_FREE; LP_PROJECTION_CASE_UNTREATABLE,
   *   LP_PROJECTION_UNKNOWN, LP_PROJECTION_KEY_TRIMMED
   */
  dryRun(processor: string, wanted: Wanted, one: ReadCase | null): Promise<Tried>;
};

export type OwnedFact = { readonly topic: string; readonly partition: number; readonly value: FatEvent };

/** `projected`: of a projection's key; null: of a processor's cases. */
export type Tried = DryRuns & { readonly projected: DryHeal | null };

export function examiner(options: ExaminerOptions): Examiner {
  const { sql, log, prefix, wire, schemas, processors, projections } = options;
  const source: DrySource = { log, prefix, wire, processors, projections, logger: options.logger };
  const where = { sql, control: viewsSchema(prefix) };
  const standings = taskStandings(
    source,
    processors.map(({ name }) => name),
  );
  let turn: Promise<unknown> = Promise.resolve();

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work, work);
    turn = mine.catch(() => undefined);
    return mine;
  };

  const known = (name: string): Processor => {
    const found = processors.find(one => one.name === name);
    if (found === undefined) throw new Error(`There is no processor ${name}.`);
    return found;
  };

  const rowsOf = (projection: string, wanted: Wanted, one: ReadCase | null): Promise<DryHeal> => {
    const key = 'key' in wanted ? wanted.key : one?.key;
    if (key == null) {
      const message = 'Of a projection the rows of a key are made anew: it has no key, or names a cause.';
      throw new LongplayError('LP_PROJECTION_CASE_UNTREATABLE', message);
    }
    return dryHeal({ ...options, ...where }, projection, key);
  };

  return {
    content: async one => {
      if (projectionOf(one.processor) !== null) {
        const bytes = await parkedBytes(where, placeOf(prefix, one));
        const raw = bytes && { ...bytes, headers: [], headersDropped: 0 };
        const read = await readValue(schemas, bytes?.value ?? null);
        return { read, headers: [], raw, original: null, key: one.key, state: null };
      }
      const partitions = await log.admin.offsets(topicName(prefix, hospitalOf(one.processor)));
      const partition = partitionOf(one, partitions.length);
      const whole = await caseIn(source, one.processor, partition, one.caseId);
      return whole && (await contentOf({ ...source, schemas }, known(one.processor), partition, whole));
    },
    standings: () => standings.read(),
    result: async (processor, ids) => {
      if (projectionOf(processor) !== null) return null;
      return resultFor(ids, await openCaseBook(source, [known(processor).name]));
    },
    ownerOf: known,
    fact: async (processor, key) => {
      const owner = known(processor);
      const all = await log.admin.offsets(topicName(prefix, owner.owns));
      const partition = partitionOfKey(key, all.length);
      const value = await stateOf(source, owner, partition, key);
      return value && { topic: owner.owns, partition, value };
    },
    dryRun: (processor, wanted, one) =>
      inTurn(async () => {
        const projection = projectionOf(processor);
        if (projection === null)
          return { ...(await dryRuns(source, [known(processor).name], wanted)), projected: null };
        return { runs: [], notTried: 0, projected: await rowsOf(projection, wanted, one) };
      }),
  };
}
