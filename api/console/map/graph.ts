import type { Station } from '../../../schemas/station.ts';
import type { TopicDefinition } from '../../../schemas/topic-definition.ts';
import type { Odd } from './seen.ts';

/** A topic on the card of whoever writes it, or, where nobody of these does, of whoever reads it. */
export type Row = {
  readonly topic: string;
  readonly way: 'in' | 'out';
  readonly kind: TopicDefinition['kind'];
};

export type Card = {
  readonly station: Station;
  readonly rows: readonly Row[];
  /** Where its effects go, and what is done there. */
  readonly outside: readonly Outside[];
};

export type Outside = { readonly place: string; readonly kinds: readonly string[] };

/** A topic leads from who writes it to who reads it. */
export type Edge = {
  readonly id: string;
  readonly topic: string;
  readonly from: string;
  readonly to: string;
  /** `table`: looked up, and causes nothing. `odd`: seen on the log, and declared nowhere. */
  readonly how: 'reads' | 'table' | 'odd';
};

export type Graph = { readonly cards: readonly Card[]; readonly edges: readonly Edge[] };

/** `facts`: facts, and the requests between processors. `all`: with outcomes, hospitals and operations. */
export type Detail = 'facts' | 'all';

/** What is outside, by the kind of effect. */
const PLACES: Readonly<Record<string, string>> = {
  authorise: 'payment provider',
  capture: 'payment provider',
  void: 'payment provider',
  refund: 'payment provider',
  mail: 'mail server',
  webhook: 'webhook endpoints',
  price: 'pricing workers',
  'destroy-key': 'key vault',
  'destroy-secret': 'key vault',
  'book-car': 'car provider',
  'cancel-car': 'car provider',
  'book-hotel': 'hotel provider',
  'cancel-hotel': 'hotel provider',
  'book-flight': 'flight provider',
  'cancel-flight': 'flight provider',
};

/** A kind that nobody has named a place for goes there all the same. */
export function outsideOf(effects: readonly string[]): Outside[] {
  const groups = Map.groupBy(effects, kind => PLACES[kind] ?? 'outside');
  return [...groups].map(([place, kinds]) => ({ place, kinds }));
}

/** What is declared, and what was seen beside it, as cards and edges between them. */
export function graphOf(
  stations: readonly Station[],
  topics: readonly TopicDefinition[],
  odd: readonly Odd[],
  detail: Detail,
): Graph {
  const kinds = new Map(topics.map(({ name, kind }) => [name, kind]));
  const writerOf = new Map(
    stations.flatMap(({ processor, owns, asks }) => [owns, ...asks].map(topic => [topic, processor] as const)),
  );
  const row = (topic: string, way: Row['way']): Row => ({ topic, way, kind: kinds.get(topic) ?? 'requests' });
  const own = (processor: string, topic: string): boolean => topic.startsWith(`${processor}.`);
  const cards = stations.map((station): Card => {
    const { processor, owns, asks, reads } = station;
    const ins = reads.filter(topic => !writerOf.has(topic)).map(topic => row(topic, 'in'));
    const outs = [owns, ...asks.filter(topic => !own(processor, topic))].map(topic => row(topic, 'out'));
    const more =
      detail === 'facts'
        ? []
        : [
            row(`${processor}.operations`, 'in'),
            row(`${processor}.outcomes`, 'out'),
            row(`${processor}.hospital`, 'out'),
          ];
    return { station, rows: [...ins, ...outs, ...more], outside: outsideOf(station.effects) };
  });
  const names = new Set(stations.map(({ processor }) => processor));
  const declared = stations.flatMap(({ processor: to, reads, tables }) =>
    [
      ...reads.map(topic => ({ topic, how: 'reads' as const })),
      ...tables.map(topic => ({ topic, how: 'table' as const })),
    ].flatMap(({ topic, how }): Edge[] => {
      const from = writerOf.get(topic);
      return from === undefined || from === to ? [] : [{ id: `${topic}>${to}`, topic, from, to, how }];
    }),
  );
  const seen = odd.flatMap(({ processor, topic, what }): Edge[] => {
    if (!names.has(processor)) return [];
    const other = writerOf.get(topic) ?? stations.find(({ reads }) => reads.includes(topic))?.processor;
    if (other === undefined || other === processor) return [];
    const [from, to] = what === 'writes' ? [processor, other] : [other, processor];
    return [{ id: `odd-${what}-${topic}>${processor}`, topic, from, to, how: 'odd' }];
  });
  return { cards, edges: [...declared, ...seen] };
}
