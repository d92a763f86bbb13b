import type { PartitionOffsets } from '../../../runtime/log/port.ts';
import { topicOf } from '../../../runtime/tasks/engine.ts';
import { topics } from '../../../schemas/topics.ts';
import type { Follow } from '../../follow/context.ts';
import type { Ends, Pulse } from '../pulse.ts';
import type { Detail } from './graph.ts';
import { type LiveMap, overlaid } from './overlay.ts';
import { type Overlook, overlook } from './overlook.ts';
import type { Sample } from './seen.ts';

/** Outcomes, hospitals and operations, which every processor has. */
const own = topics.filter(({ name }) => name.includes('.')).map(({ name }) => name);
/** Nobody waits for these: their ends are asked for seldom, ms. */
const OWN_EVERY_MS = 10_000;

export type MapReader = {
  /** Null: nobody can tell who reads and writes what. `complete`: the log was looked at already. */
  read(pulse: Pulse, detail: Detail): Promise<(LiveMap & { readonly complete: boolean }) | null>;
  /** What was seen of a topic, and where it ends. */
  topic(pulse: Pulse, name: string): Promise<OfTopic>;
};

export type OfTopic = {
  readonly sample: Sample | undefined;
  /** When it was seen to have grown last, ms; since the sample was taken, maybe. */
  readonly grown: number | undefined;
  /** Records a minute, about; null: nobody can tell. */
  readonly rate: number | null;
  readonly partitions: readonly PartitionOffsets[];
};

export function mapReader(follow: Follow | null): MapReader {
  const looking: Overlook | null = follow === null ? null : overlook(follow);
  let ofOwn: { readonly at: number; readonly ends: Promise<Ends> } | null = null;

  const endsOf = async ({ at, ends }: Pulse, detail: Detail): Promise<Ends> => {
    if (follow === null || ends === null || detail === 'facts') return ends ?? new Map();
    if (ofOwn === null || at - ofOwn.at > OWN_EVERY_MS) {
      const asked = Promise.all(
        own.map(async name => [name, await follow.reads.offsets(topicOf(follow, name))] as const),
      );
      ofOwn = { at, ends: asked.then(all => new Map(all)) };
      asked.catch(() => {
        ofOwn = null;
      });
    }
    return new Map([...ends, ...(await ofOwn.ends)]);
  };

  return {
    topic: async (pulse, name) => {
      const ends = await endsOf(pulse, name.includes('.') ? 'all' : 'facts');
      const seen = await looking?.look(ends, pulse.at);
      const sample = seen?.samples.get(name);
      const offsets = seen?.rates.get(name);
      const rate = offsets === undefined ? null : offsets * (sample?.density ?? 1);
      return { sample, grown: seen?.grown.get(name), rate, partitions: ends.get(name) ?? [] };
    },
    read: async (pulse, detail) => {
      if (looking === null || pulse.processors === null) return null;
      const ends = await endsOf(pulse, detail);
      const { complete, ...seen } = await looking.look(ends, pulse.at);
      return { ...overlaid(pulse.processors, pulse.hospital, topics, seen, detail, pulse.at), complete };
    },
  };
}
