import { setTimeout as sleep } from 'node:timers/promises';
import { type Battle, ended, outcomeOf, rebuildUntil } from './kills.ts';
import type { Phase } from './phases.ts';
import type { Started } from './projectors.ts';

/** A process that was stopped beyond its session, and woke up. */
export type Frozen = {
  readonly victim: string;
  readonly hit: Phase;
  readonly seconds: number;
  /** Offsets that were applied meanwhile. */
  readonly passed: number;
  /** Transactions of its that failed, since the position was another one's. */
  readonly overtaken: number;
  /** What became of the rebuild that it had worked on; null where it had none. */
  readonly outcome: string | null;
};

/** Longer than the session of a group (6 s) and the lease of an operation. */
const FROZEN_MS = 9_000;
/** So long it goes on with what it had begun, or finds that it is no longer its own. */
const AWAKE_MS = 5_000;

export const freezeLive = async (battle: Battle): Promise<Frozen> =>
  await frozen(battle, battle.projectors.get(1) as Started, 'live', () =>
    sleep(FROZEN_MS, undefined, { signal: battle.signal }).then(() => null),
  );

/** Stops who works on a rebuild in this phase, until another one has brought it to its end. */
export async function freezeIn(battle: Battle, wanted: Phase, projection: string): Promise<Frozen> {
  const { id, hit, number } = await rebuildUntil(battle, wanted, projection);
  return await frozen(battle, battle.projectors.get(number) as Started, hit, async () => {
    const [operation] = await Promise.all([ended(battle, id), sleep(FROZEN_MS, undefined, { signal: battle.signal })]);
    return outcomeOf(operation);
  });
}

async function frozen(
  { where: { sql, control }, roles, signal }: Battle,
  victim: Started,
  hit: Phase,
  meanwhile: () => Promise<string | null>,
): Promise<Frozen> {
  const applied = async (): Promise<number> => {
    const [row] = await sql<{ sum: string }[]>`select sum(applied) as sum from ${sql(control)}.position`;
    return Number(row?.sum ?? 0);
  };
  victim.freeze();
  const [before, began] = [await applied(), performance.now()];
  try {
    const outcome = await meanwhile();
    const [passed, seconds] = [
      Math.max(0, (await applied()) - before),
      Math.round((performance.now() - began) / 1_000),
    ];
    const woken = Date.now();
    victim.wake();
    await sleep(AWAKE_MS, undefined, { signal });
    const overtaken = roles.overtaken.filter(({ name, at }) => name === victim.name && at >= woken).length;
    return { victim: victim.name, hit, seconds, passed, overtaken, outcome };
  } finally {
    victim.wake();
  }
}
