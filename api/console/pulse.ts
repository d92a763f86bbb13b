import type { ReadGroup } from '../../runtime/casebook/case-rows.ts';
import type { LogAdmin, PartitionOffsets } from '../../runtime/log/port.ts';
import type { Health, HealthReport } from '../../runtime/observe/health.ts';
import { oneAtATime } from '../../runtime/observe/one-at-a-time.ts';
import { within } from '../../runtime/observe/within.ts';
import { groupOf, topicOf } from '../../runtime/tasks/engine.ts';
import { type InputLag, processorLag } from '../../runtime/tasks/lag.ts';
import type { Station } from '../../schemas/station.ts';
import { topics } from '../../schemas/topics.ts';
import type { Shop } from '../context.ts';
import type { Halt, Halts } from '../flow/halts.ts';
import { type Stands, standsOf, stillOf } from '../flow/stands.ts';
import type { Follow } from '../follow/context.ts';
import { type Standing, standingOf } from './map/standing.ts';

/** How the installation is, as every page tells it on top. Null: it could not be told. */
export type Pulse = {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly servers: HealthReport['servers'];
  readonly degraded: readonly string[];
  readonly processors: readonly ProcessorPulse[] | null;
  /** Of the topics between them. */
  readonly ends: Ends | null;
  readonly hospital: readonly ReadGroup[] | null;
  /** By how much the clock of Postgres is ahead of this process's, ms; half the time of the question is its error. */
  readonly clock: { readonly ahead: number; readonly error: number } | null;
};

export type ProcessorPulse = {
  readonly station: Station;
  readonly inputs: readonly InputLag[];
  /** Offsets that are still to be read. */
  readonly lag: bigint;
  /** Versions of the programs that committed its positions; none where they do not tell. */
  readonly programs: readonly string[];
  /** Tasks that take no inputs; null: nobody could be asked. */
  readonly halts: readonly Halt[] | null;
  readonly standing: Standing;
};

/** Where each partition of a topic begins and ends, by the topic's name without the prefix. */
export type Ends = ReadonlyMap<string, readonly PartitionOffsets[]>;

export type PulseReader = {
  /** At most `FRESH_MS` old; many who ask at once cost one look. */
  read(): Promise<Pulse>;
};

export type PulseOptions = {
  readonly health: Health;
  readonly shop: Shop | null;
  /** Milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
};

/** A look asks the brokers some dozen questions; ten consoles share it. */
const FRESH_MS = 2_000;
/** A page waits for its strip no longer, ms: a broker that is away is asked for fifteen seconds. */
const ANSWER_MS = 1_500;
/** Who runs the processors is asked no more often, ms: it is a question for each. */
const MEMBERS_EVERY_MS = 5_000;
/** Of so many partitions that stand still, the oldest record is asked for. */
const MOST_ASKED = 4;
/** One record is looked at: a broker answers with the whole of the first one, however large it is. */
const ONE_RECORD_BYTES = 4 * 1024;

export function pulseReader({ health, shop, now = Date.now }: PulseOptions): PulseReader {
  let last: { readonly at: number; readonly pulse: Promise<Pulse> } | null = null;
  const follow = shop?.follow?.topology == null ? null : shop.follow;
  const processors = follow === null ? null : oneAtATime(processorsReader(follow, shop?.halts ?? null, now));
  const groups = shop?.hospital == null ? null : oneAtATime(shop.hospital.book.groups);
  const clock = oneAtATime(() => clockOf(shop, now));

  const look = async (): Promise<Pulse> => {
    const [{ servers, degraded = [] }, read, hospital, ahead] = await Promise.all([
      health.check(),
      soonOrNull(processors),
      soonOrNull(groups),
      soonOrNull(clock),
    ]);
    const { processors: found = null, ends = null } = read ?? {};
    return { at: now(), servers, degraded, processors: found, ends, hospital, clock: ahead };
  };

  return {
    read: () => {
      if (last === null || now() - last.at > FRESH_MS) last = { at: now(), pulse: look() };
      return last.pulse;
    },
  };
}

/** What cannot be told soon is shown as that; the server that is away is named by its own health. */
const soonOrNull = <T>(ask: (() => Promise<T>) | null): Promise<T | null> =>
  orNull(ask === null ? null : within(ask(), ANSWER_MS));

async function orNull<T>(asked: Promise<T> | null): Promise<T | null> {
  try {
    return await asked;
  } catch {
    return null;
  }
}

type ProcessorsRead = { readonly processors: readonly ProcessorPulse[]; readonly ends: Ends };

/** Topics of the choreography: every processor has three more of its own, which nobody waits for. */
const between = topics.filter(({ name }) => !name.includes('.')).map(({ name }) => name);

function processorsReader(follow: Follow, halts: Halts | null, now: () => number): () => Promise<ProcessorsRead> {
  const { topology, prefix } = follow;
  const stations = topology ?? [];
  const stands = new Map<string, Stands>();
  const left = leftReader(follow, now);
  // Each knows where it stands itself: two may read the same partition.
  const oldest = new Map(stations.map(({ processor }) => [processor, oldestReader(follow)]));

  return async () => {
    const admin = askedOnce(follow.log.admin);
    const [halted, nobodySince] = await Promise.all([orNull(halts?.() ?? null), orNull(left())]);
    const processors = await Promise.all(
      stations.map(async (station): Promise<ProcessorPulse> => {
        const { processor, reads } = station;
        const inputs = await processorLag({ log: { admin }, prefix }, { name: processor, reads });
        const at = now();
        const its = standsOf(stands.get(processor) ?? new Map(), inputs, at);
        stands.set(processor, its);
        const still = stillOf({ at, inputs, stands: its });
        const waitingSince = still.length === 0 ? null : await orNull(oldest.get(processor)?.(still) ?? null);
        const halts = halted === null ? null : (halted.get(processor) ?? []);
        return {
          station,
          inputs,
          lag: inputs.reduce((sum, one) => sum + one.lag, 0n),
          programs: [...new Set(inputs.flatMap(({ program }) => program ?? []))].sort(),
          halts,
          standing: standingOf({
            at,
            inputs,
            stands: its,
            waitingSince,
            halts,
            nobodySince: nobodySince?.get(processor) ?? null,
          }),
        };
      }),
    );
    const ends = await Promise.all(
      between.map(async name => [name, await admin.offsets(topicOf({ prefix }, name))] as const),
    );
    return { processors, ends: new Map(ends) };
  };
}

/** Since when nobody has been in the group of a processor. */
function leftReader({ log, prefix, topology }: Follow, now: () => number): () => Promise<ReadonlyMap<string, number>> {
  let last: { readonly at: number; readonly left: Promise<ReadonlyMap<string, number>> } | null = null;
  let known: ReadonlyMap<string, number> = new Map();
  const look = async (at: number): Promise<ReadonlyMap<string, number>> => {
    const all = await Promise.all(
      (topology ?? []).map(async ({ processor }) => {
        const members = await log.admin.members(groupOf({ prefix }, processor));
        return members > 0 ? [] : [[processor, known.get(processor) ?? at] as const];
      }),
    );
    known = new Map(all.flat());
    return known;
  };
  return () => {
    if (last === null || now() - last.at > MEMBERS_EVERY_MS) last = { at: now(), left: look(now()) };
    return last.left;
  };
}

/** Each topic is asked about once, however many read it; but not before the positions are known. */
function askedOnce(admin: Pick<LogAdmin, 'committed' | 'offsets'>): Pick<LogAdmin, 'committed' | 'offsets'> {
  const asked = new Map<string, Promise<PartitionOffsets[]>>();
  return {
    committed: (group, of) => admin.committed(group, of),
    offsets: topic => {
      const known = asked.get(topic) ?? admin.offsets(topic);
      asked.set(topic, known);
      return known;
    },
  };
}

/** Tells when the oldest of what stands there unread was written. */
export function oldestReader({ reads, prefix }: Pick<Follow, 'reads' | 'prefix'>) {
  /** Where a position stands, the oldest record beyond it stays the same: it is read once, however often is looked. */
  const known = new Map<string, { readonly offset: bigint; readonly time: number }>();
  const timeOf = async ({ topic, partition, position, start, end }: InputLag): Promise<number | undefined> => {
    const from = { topic: topicOf({ prefix }, topic), partition, offset: position ?? start };
    const place = `${topic} ${partition}`;
    const before = known.get(place);
    if (before?.offset === from.offset) return before.time;
    const { records } = await reads.forward({ from, until: end, limit: 1, fetchBytes: ONE_RECORD_BYTES });
    const time = records[0]?.timestamp;
    if (time !== undefined) known.set(place, { offset: from.offset, time });
    return time;
  };
  return async (still: readonly InputLag[]): Promise<number | null> => {
    const found = await Promise.all(still.slice(0, MOST_ASKED).map(timeOf));
    const times = found.filter(time => time !== undefined);
    return times.length === 0 ? null : Math.min(...times);
  };
}

async function clockOf(shop: Shop | null, now: () => number): Promise<Pulse['clock']> {
  if (shop === null) return null;
  const { sql, ask } = shop.database;
  const before = now();
  const [row] = await ask(sql<{ at: number }[]>`select extract(epoch from clock_timestamp()) * 1000 as at`);
  const after = now();
  return row === undefined ? null : { ahead: Number(row.at) - (before + after) / 2, error: (after - before) / 2 };
}
