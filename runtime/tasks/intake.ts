import type { LogBatch } from '../log/port.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import type { Item, KeyedCause } from './items.ts';
import { recordCause, recordItem } from './records.ts';
import { poison, type TaskScope } from './scope.ts';

/** Answers and deadlines that are decided in one transaction, at most. */
const PART = 1_000;

/** Answers of effects and passed deadlines that wait to be decided: in memory only, since both come again. */
export type Intake<I extends Values> = {
  /** Whether a turn has to be asked for: none is coming yet. */
  add(one: KeyedCause<I>): boolean;
  /** Takes the next ones out. */
  take(): KeyedCause<I>[];
  isEmpty(): boolean;
  clear(): void;
};

export function intake<I extends Values>(): Intake<I> {
  let waiting: KeyedCause<I>[] = [];
  let asked = false;
  return {
    add: one => {
      waiting.push(one);
      const first = !asked;
      asked = true;
      return first;
    },
    take: () => {
      asked = false;
      const part = waiting.slice(0, PART);
      waiting = waiting.slice(PART);
      return part;
    },
    isEmpty: () => waiting.length === 0,
    clear: () => {
      waiting = [];
      asked = false;
    },
  };
}

/** The records of a batch that lie at or after the position, as items. Without a hospital, one that cannot be read throws. */
export async function itemsOf<S extends FatEvent, I extends Values, T extends Values>(
  { engine, processor, inputs }: TaskScope<S, I, T>,
  batch: LogBatch,
  position: bigint,
): Promise<Item<I>[]> {
  const from = processor.reads[inputs.indexOf(batch.topic)] as string;
  const fresh = batch.records.filter(record => record.offset >= position);
  await engine.wire.reader(from).prepare(fresh.map(record => record.value));
  const items: Item<I>[] = [];
  const read = engine.hospital === undefined ? recordCause : recordItem;
  for (const record of fresh) {
    try {
      const one = read(engine, processor, from, record);
      if (one !== null) items.push(one);
    } catch (error) {
      throw poison(`${processor.name} cannot read ${batch.topic}[${batch.partition}] at ${record.offset}`, error);
    }
  }
  return items;
}
