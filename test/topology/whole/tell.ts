import { checkRest } from '../../property/laws-at-rest.ts';
import { checkFacts } from '../../property/laws-of-facts.ts';
import { plannedAsks } from '../../property/plan.ts';
import type { Scenario } from '../../property/scenario.ts';
import { ask } from './ask.ts';
import type { Otherwise } from './process.ts';
import { checkQuiet } from './quiet.ts';
import { comeToRest, settle } from './rest.ts';
import { step } from './storm.ts';
import { checkTimeouts } from './timeouts.ts';
import { createWhole, type Size, type Whole } from './world.ts';

export type Told = {
  readonly scenario: Scenario;
  readonly size: Size;
  readonly script: readonly number[];
  /** Most records of one fetch, in turn. */
  readonly cuts: readonly number[];
  readonly otherwise?: Otherwise;
};

/** Tells a story to its end, and checks the laws. */
export async function tellWhole(
  { scenario, size, script, cuts, otherwise }: Told,
  story: string[] | null = null,
): Promise<Whole> {
  let cut = 0;
  const perFetch = () => cuts[cut++ % cuts.length] ?? 1;
  const whole = await createWhole(scenario, size, perFetch, story, otherwise);
  const { setup, later } = plannedAsks(scenario);
  whole.start(whole.machines[0] as never);
  await settle(whole);
  if (!scenario.late) {
    for (const one of setup) await ask(whole, one);
    await settle(whole);
  }
  whole.started = whole.time.now();
  story?.splice(
    0,
    story.length,
    scenario.late ? '------- the shop is open' : '------- the shop is open, and has all it sells',
  );
  const asks = scenario.late ? [...setup, ...later] : later;
  for (const [at, number] of script.entries()) await step(whole, asks, number, at < script.length / 2);
  await comeToRest(whole, asks);
  checkFacts(whole);
  checkRest(whole);
  checkTimeouts(whole);
  await checkQuiet(whole);
  return whole;
}

/** Runs a property; where it fails, the story is told once more and goes into the message. */
export async function orStory(told: Told, check: (story: string[] | null) => Promise<void>): Promise<void> {
  try {
    await check(null);
  } catch (cause) {
    const story: string[] = [];
    await check(story).catch(() => 'the same failure, now with its story');
    const reason = cause instanceof Error ? cause.message : String(cause);
    const { scenario, size } = told;
    const lines = story.filter(line => line !== '').join('\n');
    throw new Error(`${reason}\n${JSON.stringify({ scenario, size })}\n${lines}`, { cause });
  }
}
