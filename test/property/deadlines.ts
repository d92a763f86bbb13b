import type { Deadline, FatEvent } from '../../runtime/tasks/fat-event.ts';
import { isBehind, type Task } from './task.ts';
import { decideInputs, type World } from './world.ts';

export type Running = { readonly task: Task; readonly key: string; readonly deadline: Deadline };

export const runningDeadlines = ({ tasks }: World): Running[] =>
  tasks.flatMap(task =>
    [...task.state].flatMap(([key, { deadlines }]) => deadlines.map(deadline => ({ task, key, deadline }))),
  );

/** A deadline may fire only when it has passed and its task has read all that was there. */
export const mayFire = (world: World, { task, deadline }: Running): boolean =>
  deadline.due <= world.now && !isBehind(task, world.log);

export function fire(world: World, { task, key, deadline }: Running): void {
  const asked = hasRead(world, task, key, deadline) ? 'read' : 'unread';
  decideInputs(world, task, [{ from: 'deadline', key, deadline, asked }]);
}

/** Whether who owes the step has read the record that asked for it: the first that names this deadline. */
function hasRead(world: World, task: Task, key: string, { name, since, owedBy }: Deadline): boolean {
  const debtor = world.tasks.find(one => one.processor.name === owedBy && one.partition === task.partition);
  const position = debtor?.positions.get(task.processor.owns);
  if (position === undefined) return false;
  const entries = world.log.topic(task.processor.owns)[task.partition] ?? [];
  const asking = entries.findIndex(
    entry =>
      entry.key === key && (entry.value as FatEvent).deadlines.some(one => one.name === name && one.since === since),
  );
  return asking >= 0 && asking < position;
}
