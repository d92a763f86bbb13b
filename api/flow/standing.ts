import { isHalted } from '../../runtime/hospital/standing.ts';
import { type CaseSource, openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import type { Log } from '../../runtime/log/port.ts';
import { groupOf } from '../../runtime/tasks/engine.ts';
import { processorLag } from '../../runtime/tasks/lag.ts';
import type { Station } from '../../schemas/station.ts';

/** How a processor stands, computed from the log and from its hospital's topic, whoever runs it. */
export type ProcessorStanding = {
  readonly processor: string;
  /** Processes in its group now; 0: nobody runs it. */
  readonly members: number;
  readonly partitions: readonly PartitionStanding[];
};

export type PartitionStanding = {
  readonly partition: number;
  /** Offsets of its inputs that are still to be read: at most so many records. */
  readonly lag: number;
  /** It has stood where it is for a while, though there is something to read. */
  readonly still: boolean;
  readonly halted: 'paused' | 'breaker' | null;
};

export type Standings = {
  /** Of every processor of the topology, at most a moment old. Rejects while nobody can be asked. */
  look(): Promise<readonly ProcessorStanding[]>;
};

export type StandingOptions = {
  readonly log: Pick<Log, 'admin' | 'readPartition'>;
  readonly wire: CaseSource['wire'];
  readonly prefix: string;
  readonly topology: readonly Station[];
  readonly now: () => number;
};

/** A look is shared by all who ask within so long, ms: it asks the brokers some hundred things. */
const FRESH_MS = 2_000;
/** A position that has not moved for so long stands still, ms: longer than a takeover. */
const STILL_AFTER_MS = 10_000;

/** Looks when somebody asks, and remembers what it saw: that a position does not move takes two looks. */
export function watchStandings({ log, wire, prefix, topology, now }: StandingOptions): Standings {
  const since = new Map<string, { readonly position: bigint | null; readonly at: number }>();
  const names = topology.map(({ processor }) => processor);
  let book: ReturnType<typeof openCaseBook> | null = null;
  let last: { readonly at: number; readonly seen: Promise<readonly ProcessorStanding[]> } | null = null;

  const haltedOf = async (): Promise<Map<string, 'paused' | 'breaker'>> => {
    // The book reads no more of the log than these two parts of it.
    const known = book;
    book ??= openCaseBook({ log: log as Log, prefix, wire }, names);
    const opened = await book.catch(error => {
      book = null;
      throw error;
    });
    if (known !== null) await opened.refresh();
    return new Map(
      opened
        .standings()
        .filter(({ standing }) => isHalted(standing))
        .map(({ processor, partition, standing }) => [
          `${processor} ${partition}`,
          standing.breaker === null ? 'paused' : 'breaker',
        ]),
    );
  };

  const isStill = (place: string, position: bigint | null, lag: bigint, at: number): boolean => {
    const before = since.get(place);
    if (lag > 0n && before !== undefined && before.position === position) return at - before.at >= STILL_AFTER_MS;
    if (lag > 0n) since.set(place, { position, at });
    else since.delete(place);
    return false;
  };

  const lookOnce = async (): Promise<readonly ProcessorStanding[]> => {
    const halted = await haltedOf();
    return await Promise.all(
      topology.map(async ({ processor, reads }) => {
        const [members, inputs] = await Promise.all([
          log.admin.members(groupOf({ prefix }, processor)),
          processorLag({ log, prefix }, { name: processor, reads }),
        ]);
        const at = now();
        const still = inputs.filter(({ topic, partition, position, lag }) =>
          isStill(`${processor} ${topic} ${partition}`, position, lag, at),
        );
        const partitions = [...Map.groupBy(inputs, ({ partition }) => partition)].map(([partition, its]) => ({
          partition,
          lag: Number(its.reduce((sum, { lag }) => sum + lag, 0n)),
          still: still.some(one => one.partition === partition),
          halted: halted.get(`${processor} ${partition}`) ?? null,
        }));
        return { processor, members, partitions };
      }),
    );
  };

  return {
    look: () => {
      const at = now();
      if (last === null || at - last.at >= FRESH_MS) {
        const seen = lookOnce();
        last = { at, seen };
        seen.catch(() => {
          last = null;
        });
      }
      return last.seen;
    },
  };
}
