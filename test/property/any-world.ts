import type { EffectAnswer, Input, Processor, Values } from '../../runtime/tasks/definition.ts';
import type { Deadline, FatEvent, PendingEffect } from '../../runtime/tasks/fat-event.ts';
import { foldKey } from '../../runtime/tasks/fold.ts';
import { throughBytes } from './bytes.ts';
import { createLog, type Log, PARTITIONS } from './log.ts';
import type { Mailbox } from './mailbox.ts';
import type { Random } from './random.ts';
import { crash, createTask, decideBatch, isBehind, nextBatch, refresh, type Task, tablesOf, write } from './task.ts';

/** What the worlds of all stories have: topics, the tasks on them, and a clock that only moves when told. */
export type AnyWorld = {
  readonly log: Log;
  readonly tasks: readonly Task[];
  now: number;
  note(line: () => string): void;
};

/** `bytes`: whether records go through Avro, so that what is decided fits its schema. `story`: where notes go. */
export function createAnyWorld(
  processors: readonly Processor[],
  bytes = true,
  story: string[] | null = null,
): AnyWorld {
  return {
    log: createLog(bytes ? throughBytes : (_, value) => value),
    tasks: processors.flatMap(processor =>
      Array.from({ length: PARTITIONS }, (_, partition) => createTask(processor, partition)),
    ),
    now: Date.UTC(2026, 0, 1),
    note: line => void story?.push(line()),
  };
}

/** How a world decides a batch; what it notes of that is its own. */
type Decide<W extends AnyWorld> = (world: W, task: Task, batch: readonly Input<Values>[]) => unknown;

/** All tasks read all there is. Returns whether there was anything. */
export function catchUp<W extends AnyWorld>(world: W, decide: Decide<W> = decideBatch): boolean {
  let moved = false;
  for (const task of world.tasks) {
    refresh(task, world.log, null);
    while (isBehind(task, world.log)) {
      decide(world, task, nextBatch(task, world.log, null));
      moved = true;
    }
  }
  return moved;
}

export type Running = { readonly task: Task; readonly key: string; readonly deadline: Deadline };

export const runningDeadlines = ({ tasks }: AnyWorld): Running[] =>
  tasks.flatMap(task =>
    [...task.state].flatMap(([key, { deadlines }]) => deadlines.map(deadline => ({ task, key, deadline }))),
  );

/** A deadline may fire only when it has passed and its task has read all that was there. */
export const mayFire = (world: AnyWorld, { task, deadline }: Running): boolean =>
  deadline.due <= world.now && !isBehind(task, world.log);

/** Fires all that may, as if who owes each step had read of it. */
export function fireAll<W extends AnyWorld>(world: W, decide: Decide<W> = decideBatch): void {
  for (const one of runningDeadlines(world)) {
    const { task, key, deadline } = one;
    if (mayFire(world, one)) decide(world, task, [{ from: 'deadline', key, deadline, asked: 'read' }]);
  }
}

export type Pending = {
  readonly task: Task;
  readonly key: string;
  readonly state: FatEvent;
  readonly effect: PendingEffect;
};

/** Effects that are intended, whether or not they were tried. */
export const pendingEffects = ({ tasks }: Pick<AnyWorld, 'tasks'>): Pending[] =>
  tasks
    .filter(task => task.processor.effects.length > 0)
    .flatMap(task =>
      [...task.state].flatMap(([key, state]) => state.effects.map(effect => ({ task, key, state, effect }))),
    );

/** Those that are not put off. */
export const dueEffects = (world: AnyWorld): Pending[] =>
  pendingEffects(world).filter(({ effect }) => (effect.retryAt ?? 0) <= world.now);

/** Whether its answer is there, and waits to be decided. */
export const isAnswered = ({ task, effect }: Pending): boolean =>
  task.answers.some(one => 'effect' in one && one.effect.id === effect.id);

export function answer(world: AnyWorld, { task, key, effect }: Pending, what: EffectAnswer): void {
  world.note(() => `answers ${effect.id}#${effect.attempt} ${what.status}`);
  task.answers.push({ from: 'effect', key, effect, answer: what });
}

/** Whoever sees to failures: the hospital's retry of every case. */
export function heal(world: AnyWorld & { asked: number }): void {
  for (const task of world.tasks) {
    for (const [key, state] of [...task.state]) {
      for (const { effectId } of task.processor.failures?.(state) ?? []) {
        const input = { from: 'again', key, effectId, attempt: 1 } as const;
        const cause = { input, id: `again ${++world.asked}`, correlationId: '', actor: null };
        // The retry of a case before this one may have changed the state.
        const newest = task.state.get(key) ?? state;
        const { facts } = foldKey(task.processor, key, newest, [cause], { now: world.now, tables: tablesOf(task) });
        for (const fact of facts) write(task, world.log, key, fact);
      }
    }
  }
}

/** The owner writes the same again, one version on. */
export function republish(world: AnyWorld, task: Task, key: string): void {
  const { owns } = task.processor;
  const fact = task.state.get(key) as FatEvent;
  const version = fact.version + 1;
  const event = { ...fact.event, id: `${owns}/${key}/${version}`, causes: [`republish ${version}`] };
  world.note(() => `again   ${owns} ${key} v${version}`);
  write(task, world.log, key, { ...fact, event, version });
}

export function republishAny(world: AnyWorld, task: Task, random: Random): void {
  const key = random.pick([...task.state.keys()]);
  if (key !== undefined) republish(world, task, key);
}

/** Dies between two batches, or within one before its transaction is committed: then it never was. */
export function crashAnywhere(world: AnyWorld & { readonly mailbox: Mailbox }, task: Task, random: Random): void {
  world.note(() => `crash   ${task.processor.name}/${task.partition}`);
  for (const one of task.answers) if ('effect' in one) world.mailbox.unheard(one.effect);
  if (random.chance(0.5)) {
    const committed = new Map(task.positions);
    nextBatch(task, world.log, random);
    for (const [topic, position] of committed) task.positions.set(topic, position);
  }
  crash(task, world.log);
  // A process begins with its tables read to their end.
  refresh(task, world.log, null);
}
