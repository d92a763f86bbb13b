import type { Input, Processor, Values } from '../../runtime/tasks/definition.ts';
import type { FatEvent } from '../../runtime/tasks/fat-event.ts';
import { type Cause, foldKey } from '../../runtime/tasks/fold.ts';
import { type Entry, type Log, partitionOf, type Value } from './log.ts';
import type { Random } from './random.ts';

export type Task = {
  readonly processor: Processor;
  readonly partition: number;
  /** State in memory, restored from the own topic after a crash. */
  state: Map<string, FatEvent>;
  readonly positions: Map<string, number>;
  /** Answers of effects that wait to be decided. A crash loses them; the pending entries bring them again. */
  answers: Input<Values>[];
  readonly tables: Map<string, { readonly positions: number[]; readonly rows: Map<string, Value> }>;
};

export type Said = {
  readonly outcomes: readonly { readonly value: Record<string, unknown>; readonly id: string }[];
  readonly alarms: readonly { readonly key: string; readonly code: string }[];
};

/** What it decides by. */
type Surroundings = { readonly log: Log; readonly now: number };

export const createTask = (processor: Processor, partition: number): Task => ({
  processor,
  partition,
  state: new Map(),
  positions: new Map(processor.reads.map(topic => [topic, 0])),
  answers: [],
  tables: new Map(processor.tables.map(name => [name, { positions: [], rows: new Map() }])),
});

export const isBehind = (task: Task, log: Log): boolean =>
  task.answers.length > 0 || task.processor.reads.some(topic => waiting(task, log, topic) > 0);

const waiting = (task: Task, log: Log, topic: string): number =>
  (log.topic(topic)[task.partition]?.length ?? 0) - (task.positions.get(topic) ?? 0);

/** The process is gone, and another takes the task over: all that is left is the own topic. */
export function crash(task: Task, log: Log): void {
  task.state = log.newest(task.processor.owns, task.partition) as Map<string, FatEvent>;
  task.answers = [];
}

/** Some inputs are read again from further back, as where a position was lost. */
export function rewind(task: Task, random: Random): void {
  for (const [topic, position] of task.positions) {
    task.positions.set(topic, Math.max(0, position - random.below(1 + Math.min(position, 8))));
  }
}

/** The replicated tables read on, some way or (without chance) to the end; each partition at its own pace. */
export function refresh(task: Task, log: Log, random: Random | null): void {
  for (const [name, { positions, rows }] of task.tables) {
    for (const [partition, entries] of log.topic(name).entries()) {
      const from = positions[partition] ?? 0;
      const end = random === null ? entries.length : from + random.below(1 + entries.length - from);
      for (const { key, value, alive } of entries.slice(from, end)) if (alive) rows.set(key, value);
      positions[partition] = end;
    }
  }
}

/** One batch: some records of each input, in any interleaving that keeps each input's order, and some answers. */
export function nextBatch(task: Task, log: Log, random: Random | null): Input<Values>[] {
  const queues: Input<Values>[][] = [];
  for (const topic of task.processor.reads) {
    const from = task.positions.get(topic) ?? 0;
    const entries = log.topic(topic)[task.partition] ?? [];
    const there = entries.length - from;
    const count = random === null || random.chance(0.5) ? there : random.below(1 + Math.min(there, 12));
    task.positions.set(topic, from + count);
    const taken = entries.slice(from, from + count).filter(({ alive }) => alive);
    queues.push(taken.map(({ key, value }: Entry) => ({ from: topic, key, value })));
  }
  queues.push(random === null || random.chance(0.7) ? task.answers.splice(0) : []);
  const batch: Input<Values>[] = [];
  for (let open = queues.filter(one => one.length > 0); open.length > 0; open = queues.filter(one => one.length > 0)) {
    const queue = random === null ? open[0] : random.pick(open);
    const input = queue?.shift();
    if (input !== undefined) batch.push(input);
  }
  return batch;
}

/** What the task sees of its tables. */
export const tablesOf = (task: Task) => Object.fromEntries([...task.tables].map(([name, { rows }]) => [name, rows]));

export function write(task: Task, log: Log, key: string, fact: FatEvent): void {
  log.append(task.processor.owns, key, fact);
  task.state.set(key, fact);
}

/** Decides a batch and writes what it comes to: one transaction, so all of it or (after a crash before) nothing. */
export function decideBatch({ log, now }: Surroundings, task: Task, batch: readonly Input<Values>[]): Said {
  const byKey = new Map<string, Cause<Values>[]>();
  for (const input of batch) {
    const causes = byKey.get(input.key) ?? [];
    causes.push(causeOf(input));
    byKey.set(input.key, causes);
  }
  const { processor } = task;
  const tables = tablesOf(task);
  const outcomes: Said['outcomes'][number][] = [];
  const alarms: Said['alarms'][number][] = [];
  for (const [key, causes] of byKey) {
    if (partitionOf(key) !== task.partition) throw new Error(`${key} came to another partition`);
    const before = task.state.get(key) ?? null;
    const folded = foldKey(processor, key, before, causes, { now, tables });
    for (const fact of folded.facts) {
      if (fact.version !== (task.state.get(key)?.version ?? 0) + 1)
        throw new Error(`version ${fact.version} of ${key}`);
      write(task, log, key, fact);
    }
    for (const { topic, key: to, value, event } of folded.requests) log.append(topic, to, { ...value, event });
    outcomes.push(...folded.outcomes.map(({ event, ...value }) => ({ value, id: event.id })));
    alarms.push(...folded.alarms);
  }
  return { outcomes, alarms };
}

let answered = 0;

function causeOf(input: Input<Values>): Cause<Values> {
  if ('effect' in input) {
    // Another id each time: the decision itself has to notice an answer that comes twice.
    return { input, id: `${input.effect.id}#${++answered}`, correlationId: input.key, actor: null };
  }
  if ('deadline' in input) {
    const id = `${input.key}/${input.deadline.name}/${input.deadline.due}`;
    return { input, id, correlationId: input.key, actor: null };
  }
  const { id, correlationId, actor } = input.value.event;
  return { input, id, correlationId, actor };
}
