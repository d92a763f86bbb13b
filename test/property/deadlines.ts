import type { Deadline, FatEvent } from '../../runtime/tasks/fat-event.ts';
import type { Running } from './any-world.ts';
import type { Task } from './task.ts';
import { decide, type World } from './world.ts';

export function fire(world: World, { task, key, deadline }: Running): void {
  const asked = hasRead(world, task, key, deadline) ? 'read' : 'unread';
  decide(world, task, [{ from: 'deadline', key, deadline, asked }]);
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
