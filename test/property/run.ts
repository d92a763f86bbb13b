import type { Processor } from '../../runtime/tasks/definition.ts';
import { catchUp } from './any-world.ts';
import { checkRest } from './laws-at-rest.ts';
import { checkFacts } from './laws-of-facts.ts';
import { plannedAsks } from './plan.ts';
import { checkQuiet } from './quiet.ts';
import { comeToRest } from './rest.ts';
import type { Scenario } from './scenario.ts';
import { step } from './storm.ts';
import { refresh } from './task.ts';
import { ask, createWorld, decide, type World } from './world.ts';

export type Told = {
  readonly scenario: Scenario;
  readonly script: readonly number[];
  /** Others than ours, to see that the laws see. */
  readonly processors?: readonly Processor[];
};

/** Tells a story to its end, and checks the laws. */
export function tellStory({ scenario, script, processors }: Told, story: string[] | null = null): World {
  const world = createWorld(scenario, story, processors);
  const { setup, later } = plannedAsks(scenario);
  for (const task of world.tasks) refresh(task, world.log, null);
  if (!scenario.late) {
    for (const one of setup) ask(world, one);
    while (catchUp(world, decide));
  }
  const asks = scenario.late ? [...setup, ...later] : later;
  for (const [at, number] of script.entries()) step(world, asks, number, at < script.length / 2);
  comeToRest(world, asks);
  checkFacts(world);
  checkRest(world);
  checkQuiet(world);
  return world;
}

/** Runs a property; where it fails, the story is told once more and goes into the message. */
export function orStory(told: Told, check: (story: string[] | null) => void): void {
  try {
    check(null);
  } catch (cause) {
    const story: string[] = [];
    try {
      check(story);
    } catch {
      // The same failure, now with its story.
    }
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${reason}\n${JSON.stringify(told.scenario)}\n${story.filter(line => line !== '').join('\n')}`, {
      cause,
    });
  }
}
