import type { LogAdmin } from '../../runtime/log/port.ts';
import { groupOf } from '../../runtime/tasks/engine.ts';
import { processorLag } from '../../runtime/tasks/lag.ts';
import type { Station } from '../../schemas/station.ts';
import type { Halt, Halts } from './halts.ts';
import { type Stands, standsOf, stillOf } from './stands.ts';

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
  readonly log: { readonly admin: Pick<LogAdmin, 'committed' | 'members' | 'offsets'> };
  readonly prefix: string;
  readonly topology: readonly Station[];
  readonly halts: Halts;
  readonly now: () => number;
};

/** A look is shared by all who ask within so long, ms: it asks the brokers some hundred things. */
const FRESH_MS = 2_000;

/** Looks when somebody asks, and remembers what it saw: that a position does not move takes two looks. */
export function watchStandings({ log, prefix, topology, halts, now }: StandingOptions): Standings {
  const stands = new Map<string, Stands>();
  let last: { readonly at: number; readonly seen: Promise<readonly ProcessorStanding[]> } | null = null;

  const lookOnce = async (): Promise<readonly ProcessorStanding[]> => {
    const allHalts = await halts();
    return await Promise.all(
      topology.map(async ({ processor, reads }) => {
        const [members, inputs] = await Promise.all([
          log.admin.members(groupOf({ prefix }, processor)),
          processorLag({ log, prefix }, { name: processor, reads }),
        ]);
        const at = now();
        const its = standsOf(stands.get(processor) ?? new Map(), inputs, at);
        stands.set(processor, its);
        const still = new Set(stillOf({ at, inputs, stands: its }).map(({ partition }) => partition));
        const halted = haltedOf(allHalts.get(processor) ?? []);
        const partitions = [...Map.groupBy(inputs, ({ partition }) => partition)].map(([partition, all]) => ({
          partition,
          lag: Number(all.reduce((sum, { lag }) => sum + lag, 0n)),
          still: still.has(partition),
          halted: halted.get(partition) ?? null,
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

/** What stops a task: its breaker, also where somebody has paused it. */
const haltedOf = (halts: readonly Halt[]): ReadonlyMap<number, Halt['what']> =>
  new Map(
    [...Map.groupBy(halts, ({ partition }) => partition)].map(([partition, its]) => [
      partition,
      its.some(({ what }) => what === 'breaker') ? 'breaker' : 'paused',
    ]),
  );
