import type { Reader } from '../../runtime/codec/reader.ts';
import { UndecodableError } from '../../runtime/codec/undecodable.ts';
import type { LogRecord } from '../../runtime/log/port.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import { LIFE, type LifeTopic } from './event-ids.ts';
import type { LifeFact, LiveFacts } from './order-life.ts';
import type { Tails, TopicTail } from './tail.ts';

export type LiveLife = LiveFacts & {
  /** The end of each topic when the listening began: what lies below is the past. By name with the prefix. */
  readonly since: ReadonlyMap<string, readonly bigint[]>;
  release(): void;
};

export type LiveLifeOptions = {
  readonly tails: Tails;
  readonly wire: Pick<Wire, 'reader'>;
  readonly prefix: string;
  readonly orderId: string;
  /** Called once where a topic cannot be followed any more. */
  readonly ended: () => void;
};

/** Listens to the facts of one order. Of each topic the newest one is kept: it tells what came before. */
export async function liveLife({ tails, wire, prefix, orderId, ended }: LiveLifeOptions): Promise<LiveLife> {
  const key = Buffer.from(orderId, 'utf8');
  const newest = new Map<LifeTopic, LogRecord>();
  const held: TopicTail[] = [];
  const since = new Map<string, readonly bigint[]>();
  const stops: (() => void)[] = [];
  let wake = (): void => undefined;
  let over = false;

  const release = (): void => {
    over = true;
    for (const stop of stops.splice(0)) stop();
    for (const tail of held.splice(0)) tail.release();
    wake();
  };
  try {
    for (const topic of LIFE) {
      const full = `${prefix}.${topic}`;
      const tail = await tails.hold(full);
      held.push(tail);
      since.set(full, [...tail.positions()]);
      const stop = tail.listen({
        batch: ({ records }) => {
          const last = records.findLast(record => record.key?.equals(key) === true);
          if (last === undefined) return;
          newest.set(topic, last);
          wake();
        },
        ended,
      });
      stops.push(stop);
    }
  } catch (error) {
    release();
    throw error;
  }

  return {
    since,
    release,
    take: async () => {
      const taken = [...newest];
      newest.clear();
      const facts = await Promise.all(
        taken.map(async ([topic, { value }]) => [topic, await factIn(wire, topic, value)] as const),
      );
      return facts.flatMap(([topic, fact]) => (fact === null ? [] : [[topic, fact] as const]));
    },
    comes: within =>
      new Promise(resolve => {
        if (newest.size > 0 || over) return resolve();
        const timer = setTimeout(() => wake(), within);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
  };
}

/** Null where there is none, or it cannot be read: a hospital and the read models tell of that. */
async function factIn(wire: Pick<Wire, 'reader'>, topic: LifeTopic, value: Buffer | null): Promise<LifeFact | null> {
  const reader = wire.reader(topic) as unknown as Reader<LifeFact>;
  await reader.prepare([value]);
  try {
    return reader.decode(value);
  } catch (error) {
    if (!(error instanceof UndecodableError)) throw error;
    return null;
  }
}
