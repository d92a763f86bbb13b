import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import type { ProcessorPulse, Pulse } from '../pulse.ts';
import type { Mood } from '../strip.ts';
import { type Card, type Detail, type Edge, graphOf, type Row } from './graph.ts';
import { lastSeenOf, type Odd, oddOf, type Sample, type Silence, silenceOf } from './seen.ts';
import type { Standing } from './standing.ts';

/** A topic as it is now. */
export type LiveRow = Row & {
  /** Records in the last minute, about; null: nobody can tell. */
  readonly rate: number | null;
  readonly silence: Silence | null;
  /** Who writes it though nobody has declared so; '' for somebody who does not say who he is. */
  readonly oddWriters: readonly string[];
  /** Of one that comes in: offsets that are still to be read. */
  readonly lag: bigint;
};

export type Parked = { readonly cases: number; readonly keys: number; readonly itself: boolean };

export type LiveCard = Omit<Card, 'rows'> & {
  readonly id: string;
  readonly rows: readonly LiveRow[];
  readonly standing: Standing;
  /** The worse of how it stands and what is parked. */
  readonly mood: Mood;
  readonly lag: bigint;
  readonly parked: Parked | null;
  readonly programs: readonly string[];
  /** When its newest record was written, ms. */
  readonly lastSeen: number | null;
};

export type LiveEdge = Edge & {
  readonly rate: number | null;
  readonly silence: Silence | null;
  /** Offsets that the reader has still to read of it. */
  readonly lag: bigint;
  /** The reader has stopped, and this waits. */
  readonly held: boolean;
};

export type LiveMap = {
  readonly detail: Detail;
  readonly cards: readonly LiveCard[];
  readonly edges: readonly LiveEdge[];
  readonly odd: readonly Odd[];
  /** What nobody could be asked about, so that its silence means nothing. */
  readonly untold: readonly string[];
};

export type Seen = {
  readonly samples: ReadonlyMap<string, Sample>;
  /** Offsets a minute. */
  readonly rates: ReadonlyMap<string, number>;
  /** When each topic was seen to have grown last, ms. */
  readonly grown: ReadonlyMap<string, number>;
};

/** The declared topology, and what is seen of it. `now`: ms. */
export function overlaid(
  processors: readonly ProcessorPulse[],
  hospital: Pulse['hospital'],
  topics: readonly TopicDefinition[],
  { samples, rates, grown }: Seen,
  detail: Detail,
  now: number,
): LiveMap {
  const stations = processors.map(({ station }) => station);
  const all = [...samples.values()];
  const odd = oddOf(all, stations, topics);
  const graph = graphOf(stations, topics, odd, detail);
  const lastSeen = lastSeenOf(all);
  const pulses = new Map(processors.map(one => [one.station.processor, one]));
  const rateOf = (topic: string): number | null => {
    const offsets = rates.get(topic);
    return offsets === undefined ? null : offsets * (samples.get(topic)?.density ?? 1);
  };
  const silence = (topic: string, writer: string | null) =>
    silenceOf(samples.get(topic), writer, now, grown.get(topic));
  const liveRow = (row: Row, { station, inputs }: ProcessorPulse): LiveRow => ({
    ...row,
    rate: rateOf(row.topic),
    silence: silence(row.topic, row.way === 'out' ? station.processor : null),
    oddWriters: odd.filter(one => one.what === 'writes' && one.topic === row.topic).map(one => one.processor),
    lag: row.way === 'in' ? lagOf(inputs, row.topic) : 0n,
  });
  const untold = [
    ...(hospital === null ? ['what is parked'] : []),
    ...(processors.some(({ halts }) => halts === null) ? ['what is paused'] : []),
  ];
  return {
    detail,
    odd,
    untold,
    cards: graph.cards.map((card): LiveCard => {
      const id = card.station.processor;
      const pulse = pulses.get(id) as ProcessorPulse;
      const parked = parkedOf(hospital, id);
      const { standing, lag, programs } = pulse;
      return {
        ...card,
        id,
        rows: card.rows.map(row => liveRow(row, pulse)),
        standing,
        mood: worse(standing.mood, parked === null ? 'good' : parked.itself ? 'warn' : 'bad'),
        lag,
        parked,
        programs,
        // Nobody else writes its facts: where they grow, it has written.
        lastSeen: latest(lastSeen.get(id), grown.get(card.station.owns)),
      };
    }),
    edges: graph.edges.map((edge): LiveEdge => {
      const reader = pulses.get(edge.to);
      const lag = lagOf(reader?.inputs ?? [], edge.topic);
      return {
        ...edge,
        rate: rateOf(edge.topic),
        silence: edge.how === 'odd' ? null : silence(edge.topic, edge.from),
        lag,
        held: lag > 0n && reader?.standing.state === 'stopped',
      };
    }),
  };
}

const lagOf = (inputs: ProcessorPulse['inputs'], of: string): bigint =>
  inputs.filter(({ topic }) => topic === of).reduce((sum, { lag }) => sum + lag, 0n);

function parkedOf(hospital: Pulse['hospital'], processor: string): Parked | null {
  const groups = hospital?.filter(one => one.processor === processor) ?? [];
  if (groups.length === 0) return null;
  return {
    cases: groups.reduce((sum, { cases, queued }) => sum + cases + queued, 0),
    keys: groups.reduce((sum, { keysBlocked }) => sum + keysBlocked, 0),
    itself: groups.every(({ transient }) => transient),
  };
}

function latest(...times: readonly (number | undefined)[]): number | null {
  const known = times.filter(time => time !== undefined);
  return known.length === 0 ? null : Math.max(...known);
}

const ORDER: readonly Mood[] = ['good', 'none', 'warn', 'bad'];
const worse = (one: Mood, other: Mood): Mood => (ORDER.indexOf(one) > ORDER.indexOf(other) ? one : other);
