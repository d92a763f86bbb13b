import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import type { Log, PartitionOffsets, Position } from '../log/port.ts';
import type { Processor } from '../tasks/definition.ts';
import { groupOf, topicOf } from '../tasks/engine.ts';
import type { PendingEffects } from './pending-effects.ts';

/** Of every topic by its full name: start and end of each partition. */
export type Ends = ReadonlyMap<string, readonly PartitionOffsets[]>;

export type QuietOptions = {
  readonly log: Pick<Log, 'admin'>;
  readonly prefix: string;
  /** Full names. */
  readonly topics: readonly string[];
  readonly processors: readonly Pick<Processor, 'name' | 'reads'>[];
  readonly effects: PendingEffects;
  /** How far the read models are; null where nobody has ever built any. */
  readonly projected: () => Promise<readonly Position[] | null>;
  /** Ways in that are not shut yet. */
  readonly stillOpen: () => Promise<readonly string[]>;
  readonly signal: AbortSignal;
  /** By Date.now(). */
  readonly until: number;
  readonly onWait: (reasons: readonly string[]) => void;
};

const LOOK_EVERY_MS = 200;
/** Reasons that a message names. */
const MOST_REASONS = 6;

/**
 * Waits until nothing moves and nothing is about to: no write comes in, every processor and every read model has read
 * everything, and no effect waits for its answer. Open orders and their deadlines stay. Answers where the topics end then.
 *
 * @throws LP_EXPORT_NOT_QUIET, naming who is not done.
 */
export async function untilQuiet(options: QuietOptions): Promise<Ends> {
  const { log, topics, signal, until, onWait } = options;
  for (;;) {
    signal.throwIfAborted();
    const ends = await endsOf(log, topics);
    const reasons = await reasonsToWait(options, ends);
    if (reasons.length === 0) {
      const again = await endsOf(log, topics);
      if (movedIn(ends, again).length === 0) return ends;
    } else {
      onWait(reasons);
      if (Date.now() >= until) throw notQuiet(reasons);
    }
    await sleep(LOOK_EVERY_MS, undefined, { signal });
  }
}

export async function endsOf({ admin }: Pick<Log, 'admin'>, topics: readonly string[]): Promise<Ends> {
  const all = await Promise.all(topics.map(async topic => [topic, await admin.offsets(topic)] as const));
  return new Map(all);
}

/** Partitions that end elsewhere, by name. */
export function movedIn(before: Ends, after: Ends): string[] {
  return [...after].flatMap(([topic, partitions]) =>
    partitions.flatMap(({ partition, end, highWatermark }) => {
      const known = before.get(topic)?.find(one => one.partition === partition);
      return known?.end === end && known.highWatermark === highWatermark ? [] : [`${topic}[${partition}]`];
    }),
  );
}

async function reasonsToWait(options: QuietOptions, ends: Ends): Promise<string[]> {
  const { log, prefix, processors, effects } = options;
  const reasons = (await options.stillOpen()).map(name => `${name} still takes writes`);
  for (const [topic, partitions] of ends) {
    for (const { partition, end, highWatermark } of partitions) {
      if (end < highWatermark) reasons.push(`a transaction is open on ${topic}[${partition}]`);
    }
  }
  const late = await Promise.all(
    processors.map(async ({ name, reads }) => {
      const inputs = reads.map(one => topicOf({ prefix }, one));
      return behind(name, inputs, await log.admin.committed(groupOf({ prefix }, name), inputs), ends);
    }),
  );
  reasons.push(...late.flat());
  const projected = await options.projected();
  if (projected !== null) {
    const read = [...new Set(projected.map(({ topic }) => topic))];
    reasons.push(...behind('a read model', read, projected, ends));
  }
  // Reading the facts takes longest, and says nothing while they still move.
  if (reasons.length > 0) return reasons;
  await effects.readTo(ends);
  return [...effects.told()];
}

function behind(who: string, topics: readonly string[], positions: readonly Position[], ends: Ends): string[] {
  return topics.flatMap(topic => {
    const late = (ends.get(topic) ?? []).filter(({ partition, start, end }) => {
      const at = positions.find(one => one.topic === topic && one.partition === partition)?.offset ?? start;
      return at < end;
    });
    return late.length === 0
      ? []
      : [`${who} has not read all of ${topic}[${late.map(one => one.partition).join(', ')}]`];
  });
}

export function notQuiet(reasons: readonly string[]): LongplayError {
  const more = reasons.length > MOST_REASONS ? `; and ${reasons.length - MOST_REASONS} more` : '';
  const told = reasons.slice(0, MOST_REASONS).join('; ');
  return new LongplayError('LP_EXPORT_NOT_QUIET', `The shop did not come to rest: ${told}${more}.`);
}
