import { place } from '../places.ts';

/** What of a topic is looked at, as the address says it. */
export type RecordView = {
  readonly topic: string;
  /** Null: all of them. */
  readonly partition: number | null;
  readonly key: string | null;
  readonly offset: string | null;
  /** As it was typed; UTC. */
  readonly time: string | null;
  /** How the page reads from top to bottom. */
  readonly order: 'newest' | 'oldest';
  readonly limit: number;
  /** Whether values are shown as the bytes that they are. */
  readonly raw: boolean;
  /** Where another page ended, and which way it goes on from there. Null: where the rest says. */
  readonly at: { readonly way: 'older' | 'newer'; readonly offsets: ReadonlyMap<number, string> } | null;
};

export const limits = [25, 50, 100] as const;

type Query = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Reads an address; what makes no sense in it is as if it were not there. */
export function recordViewOf(topic: string, query: Query): RecordView {
  const text = (name: string): string | null => {
    const value = query[name];
    return typeof value === 'string' && value.trim() !== '' ? value : null;
  };
  const whole = (name: string, pattern = /^\d{1,19}$/): string | null => {
    const value = text(name)?.trim() ?? null;
    return value !== null && pattern.test(value) ? value : null;
  };
  const key = text('key');
  const offset = whole('offset');
  const time = text('time')?.trim() ?? null;
  const partition = whole('partition', /^\d{1,6}$/);
  const asked = text('order');
  const begins = key !== null || offset !== null || time !== null;
  return {
    topic,
    partition: partition === null ? null : Number(partition),
    key,
    offset,
    time,
    order: asked === 'newest' || asked === 'oldest' ? asked : begins ? 'oldest' : 'newest',
    limit: limits.find(one => String(one) === text('limit')) ?? limits[0],
    raw: text('as') === 'raw',
    at: placesIn(text('older'), 'older') ?? placesIn(text('newer'), 'newer'),
  };
}

/** Of a topic with so many partitions: what an address says of others is as if it were not there. */
export function withinTopic(view: RecordView, partitions: number): RecordView {
  if (view.at === null) return view;
  const offsets = new Map([...view.at.offsets].filter(([one]) => one < partitions));
  return { ...view, at: offsets.size === 0 ? null : { ...view.at, offsets } };
}

/** `0-123.1-55`: partition and offset of each. */
function placesIn(text: string | null, way: 'older' | 'newer'): RecordView['at'] {
  const found = [...(text ?? '').matchAll(/(?:^|\.)(\d{1,6})-(\d{1,19})(?=\.|$)/g)];
  if (found.length === 0) return null;
  return { way, offsets: new Map(found.map(([, partition, offset]) => [Number(partition), offset as string])) };
}

/** The address of a view. */
export function viewAddress({ topic, partition, key, offset, time, order, limit, raw, at }: RecordView): string {
  const begins = key !== null || offset !== null || time !== null;
  const usual = order === (begins ? 'oldest' : 'newest');
  return place(['topics', topic], {
    partition,
    key,
    offset,
    time,
    order: usual ? null : order,
    limit: limit === limits[0] ? null : limit,
    as: raw ? 'raw' : null,
    ...(at !== null && { [at.way]: [...at.offsets].map(([one, where]) => `${one}-${where}`).join('.') }),
  });
}

/** Whether it shows what comes next, when it comes. */
export const showsNewest = ({ key, offset, time, order, at }: RecordView): boolean =>
  key === null && offset === null && time === null && at === null && order === 'newest';
