import { topicOf } from '../../tasks/engine.ts';
import { caseReader, hospitalOf } from '../../tasks/ward.ts';
import { STANDING_KEY } from '../case.ts';
import { noStanding, type Standing } from '../standing.ts';
import type { CaseSource } from './case-book.ts';

export type TaskStanding = {
  readonly processor: string;
  readonly partition: number;
  readonly standing: Standing;
};

/** Whether tasks take inputs, and what they retry, as the hospitals' topics tell. */
export type TaskStandings = {
  /** Reads on from where it has read to; who asks meanwhile gets the same. */
  read(): Promise<readonly TaskStanding[]>;
};

/** Keeps nothing of the cases: those may be ten thousand, and are passed over unread. */
export function taskStandings({ log, prefix, wire }: CaseSource, processors: readonly string[]): TaskStandings {
  const parts = processors.map(processor => ({
    processor,
    topic: topicOf({ prefix }, hospitalOf(processor)),
    reader: caseReader({ wire }, processor),
    /** By partition: where to read on. */
    next: new Map<number, bigint>(),
    standings: new Map<number, Standing>(),
  }));
  const wanted = Buffer.from(STANDING_KEY, 'utf8');
  let reading: Promise<readonly TaskStanding[]> | null = null;

  const readPart = async ({ topic, reader, next, standings }: (typeof parts)[number]): Promise<void> => {
    for (const { partition, start, end } of await log.admin.offsets(topic)) {
      const offset = next.get(partition) ?? start;
      if (offset >= end) continue;
      for await (const { records, nextOffset } of log.readPartition({
        from: { topic, partition, offset },
        until: end,
      })) {
        const last = records.findLast(({ key }) => key?.equals(wanted) === true);
        if (last !== undefined) {
          await reader.prepare([last.value]);
          standings.set(partition, reader.decode(last.value)?.standing ?? noStanding);
        }
        next.set(partition, nextOffset);
      }
    }
  };

  const readAll = async (): Promise<readonly TaskStanding[]> => {
    await Promise.all(parts.map(readPart));
    return parts.flatMap(({ processor, standings }) =>
      [...standings]
        .map(([partition, standing]) => ({ processor, partition, standing }))
        .sort((left, right) => left.partition - right.partition),
    );
  };

  return {
    read: () => {
      reading ??= readAll().finally(() => {
        reading = null;
      });
      return reading;
    },
  };
}
