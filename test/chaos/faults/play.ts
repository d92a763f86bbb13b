import { setTimeout as sleep } from 'node:timers/promises';
import { defaultKnobs } from '../../../runtime/gateways/payments/stand-in/knobs.ts';
import type { Ground } from '../ground.ts';
import type { Worker, Workers } from '../workers.ts';
import { type Blow, describeBlow, everyday, type Fault } from './plan.ts';

export type Stage = {
  readonly ground: Pick<Ground, 'stack' | 'provider'>;
  readonly workers: Workers;
  readonly count: number;
  readonly say: (line: string) => void;
  /** Ends the play; what is under way comes to its end. */
  readonly signal: AbortSignal;
};

/** Plays the plan; resolves when the last blow is over and all is as it was before. */
export async function playFaults(stage: Stage, faults: readonly Fault[]): Promise<void> {
  const started = Date.now();
  const turn = createTurn();
  await stage.ground.provider.turn(everyday);
  const { signal } = stage;
  const strikes = faults.map(async ({ at, blow }) => {
    await sleep(Math.max(0, started + at - Date.now()), undefined, { signal });
    await strike(stage, turn, blow);
  });
  for (const outcome of await Promise.allSettled(strikes)) if (outcome.status === 'rejected') throw outcome.reason;
  await stage.ground.provider.turn(defaultKnobs);
}

async function strike(stage: Stage, turn: Turn, blow: Blow): Promise<void> {
  const { ground, workers, say, signal } = stage;
  const pause = (ms: number) => sleep(ms, undefined, { signal });
  switch (blow.what) {
    case 'kill':
    case 'pause':
    case 'leave': {
      const worker = await someone(stage, blow.worker);
      say(`${worker.name}: ${describeBlow(blow)}`);
      const number = Number(/-(\d+)/.exec(worker.name)?.[1]);
      if (blow.what === 'pause') {
        worker.pause();
        await pause(blow.awayFor);
        worker.resume();
        say(`${worker.name}: SIGCONT`);
        return;
      }
      await (blow.what === 'kill' ? worker.kill() : worker.leave());
      await pause(blow.awayFor);
      const { name } = await turn(() => workers.start(number));
      say(`${name} is ready`);
      return;
    }
    case 'join': {
      const worker = await turn(() => workers.start(stage.count + 1 + extras++));
      say(`${worker.name}: ${describeBlow(blow)}`);
      await pause(blow.hereFor);
      if (worker.state !== 'running') return;
      await worker.leave();
      say(`${worker.name} has left`);
      return;
    }
    case 'restart':
      await turn(async () => {
        say(describeBlow(blow));
        if (blow.part === 'provider') await ground.provider.restart(everyday);
        else await ground.stack.restart(blow.part, blow.how);
        say(`${blow.part} is back`);
      });
      return;
    case 'provider':
      say(describeBlow(blow));
      await ground.provider.turn(blow.knobs);
      await pause(blow.lasts);
      await ground.provider.turn(everyday);
  }
}

/** Numbers, and so homes, of workers that come for a while: two of them at a time share none. */
let extras = 0;

/** The worker of this number, or another one where it is away; one is always left alone. */
async function someone({ workers, count, signal }: Stage, number: number): Promise<Worker> {
  for (;;) {
    const running = workers.all().filter(({ state }) => state === 'running');
    const wanted = running.find(({ name }) => name.startsWith(`worker-${number}.`));
    const found = wanted ?? running[0];
    if (found !== undefined && (running.length > 1 || count === 1)) return found;
    await sleep(200, undefined, { signal });
  }
}

type Turn = <T>(work: () => Promise<T>) => Promise<T>;

/**
 * One after another: a worker refuses to start where a server is away, as it should; who starts it waits for the
 * servers.
 */
function createTurn(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const mine = last.then(work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
