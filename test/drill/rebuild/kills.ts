import { setTimeout as sleep } from 'node:timers/promises';
import type { Control } from '../../../runtime/projector/generations.ts';
import { askFor, findOperation, type Operation } from '../../../runtime/projector/rebuild/operations.ts';
import { type Phase, phaseOf, pidOf } from './phases.ts';
import type { Roles, Started } from './projectors.ts';

export type Kill = {
  /** The phase that it was meant for, and the one that it hit. */
  readonly wanted: Phase;
  readonly hit: Phase;
  readonly projection: string;
  readonly victim: string;
  /** What became of the rebuild; null where none was under way. */
  readonly outcome: string | null;
  /** From the kill to its end, s. */
  readonly seconds: number | null;
};

export type Battle = {
  readonly where: Control;
  readonly roles: Roles;
  /** The projector processes, by their numbers. */
  readonly projectors: Map<number, Started>;
  readonly signal: AbortSignal;
};

const LOOK_EVERY_MS = 2;
const TRIES = 4;
const ENDS_WITHIN_MS = 120_000;
/** So long a first pass is stretched, s: of a small history it would be over before anybody could look. */
const FIRST_PASS_S = 3;

/** Kills a projector in a phase, starts it again, and waits until the rebuild has come to its end all the same. */
export async function killIn(battle: Battle, wanted: Phase, projection: string): Promise<Kill> {
  if (wanted === 'live') {
    const [number] = [...battle.projectors.keys()].sort(() => Math.random() - 0.5) as [number];
    const victim = await replaced(battle, number);
    return { wanted, hit: 'live', projection, victim, outcome: null, seconds: null };
  }
  for (let n = 1; ; n++) {
    const { id, hit, number } = await rebuildUntil(battle, wanted, projection);
    if (hit !== wanted && n < TRIES) {
      await ended(battle, id);
      continue;
    }
    const began = performance.now();
    const victim = await replaced(battle, number);
    const operation = await ended(battle, id);
    const seconds = Math.round((performance.now() - began) / 100) / 10;
    return { wanted, hit, projection, victim, outcome: outcomeOf(operation), seconds };
  }
}

/** Asks for a rebuild, and answers as soon as it is in this phase, with who works on it; `live` where it was too fast. */
export async function rebuildUntil(
  battle: Battle,
  wanted: Phase,
  projection: string,
): Promise<{ readonly id: number; readonly hit: Phase; readonly number: number }> {
  const throttle = wanted === 'first pass' ? { throttle: await throttleFor(battle.where, projection) } : {};
  const { id } = await askFor(battle.where, projection, 'rebuild', throttle);
  const now = await untilPhase(battle, id, wanted);
  const number = [...battle.projectors].find(([, { pid }]) => now !== null && pid === pidOf(now))?.[0];
  return number === undefined ? { id, hit: 'live', number: 1 } : { id, hit: wanted, number };
}

/** Null where it was over before it was seen in that phase. */
async function untilPhase({ where, signal }: Battle, id: number, wanted: Phase): Promise<Operation | null> {
  for (;;) {
    signal.throwIfAborted();
    const { phase, now } = await phaseOf(where, id);
    if (phase === wanted && Number.isFinite(pidOf(now))) return now;
    if (phase === 'live') return null;
    await sleep(LOOK_EVERY_MS);
  }
}

async function replaced({ projectors, roles }: Battle, number: number): Promise<string> {
  const victim = projectors.get(number) as Started;
  await victim.kill();
  projectors.set(number, await roles.start('projections', number));
  return victim.name;
}

export async function ended({ where, signal }: Pick<Battle, 'where' | 'signal'>, id: number): Promise<Operation> {
  for (const end = Date.now() + ENDS_WITHIN_MS; ; ) {
    signal.throwIfAborted();
    const operation = (await findOperation(where, id)) as Operation;
    if (operation.finishedAt !== null || Date.now() > end) return operation;
    await sleep(100);
  }
}

export const outcomeOf = ({ state, error, finishedAt }: Operation): string =>
  finishedAt === null
    ? `not ended: ${state}`
    : error === null
      ? state
      : `${state}: ${error.code} ${error.message.slice(0, 200)}`;

async function throttleFor({ sql, control }: Control, projection: string): Promise<number> {
  const [row] = await sql<{ applied: string }[]>`
    select coalesce(max(a), 0) as applied from (
      select sum(applied) as a from ${sql(control)}.position where projection = ${projection} group by generation) all_of`;
  return Math.max(10, Math.round(Number(row?.applied ?? 0) / FIRST_PASS_S));
}
