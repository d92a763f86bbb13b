import { same } from '../../streams/same.ts';
import { catchUp, republish } from './any-world.ts';
import { endStates } from './end-states.ts';
import { law, total } from './law.ts';
import { storming as processors } from './storming.ts';
import { crash } from './task.ts';
import { decide, type World } from './world.ts';

/** At rest, state is what the own topic says, and publishing or reading everything again changes only versions. */
export function checkQuiet(world: World): void {
  for (const task of world.tasks) {
    const before = task.state;
    crash(task, world.log);
    const alike =
      before.size === task.state.size && [...before].every(([key, fact]) => same(fact, task.state.get(key)));
    law(alike, () => `${task.processor.name}: state differs from the own topic`);
  }
  const seen = count(world);
  for (const task of world.tasks) for (const key of task.state.keys()) republish(world, task, key);
  const republished = count(world) - seen;
  catchUp(world, decide);
  law(count(world) === seen + republished, () => 'publishing again led to something new');
  // A request about what nobody knew can't be remembered: read anew, it is judged anew, and may well be granted.
  if (world.scenario.rude) return;
  const ended = endStates(world);
  for (const task of world.tasks) for (const topic of task.positions.keys()) task.positions.set(topic, 0);
  catchUp(world, decide);
  law(endStates(world) === ended, () => `read again, it ended otherwise:\n${endStates(world)}\nand before:\n${ended}`);
  // News of an order that came before its customer was known opens it anew, and ends it again.
  if (world.scenario.late) return;
  law(count(world) === seen + republished, () => 'reading everything again led to something new');
}

const count = ({ log, outcomes }: World): number =>
  total(processors.map(({ owns }) => total(log.topic(owns).map(({ length }) => length)))) +
  total(log.topic('customer-activity').map(({ length }) => length)) +
  total([...outcomes.values()].map(({ length }) => length));
