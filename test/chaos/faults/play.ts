import { setTimeout as sleep } from 'node:timers/promises';
import { defaultKnobs as defaultMailKnobs } from '../../../runtime/gateways/mail/stand-in/knobs.ts';
import { defaultKnobs } from '../../../runtime/gateways/payments/stand-in/knobs.ts';
import type { Ground } from '../ground.ts';
import type { Worker, Workers } from '../workers.ts';
import { type Blow, describeBlow, everyday, everydayMail, type Fault } from './plan.ts';

export type Stage = {
  readonly ground: Pick<Ground, 'stack' | 'provider' | 'mails'>;
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
  await stage.ground.mails.turn(everydayMail);
  const { signal } = stage;
  const strikes = faults.map(async ({ at, blow }) => {
    await sleep(Math.max(0, started + at - Date.now()), undefined, { signal });
    await strike(stage, turn, blow);
  });
  for (const outcome of await Promise.allSettled(strikes)) if (outcome.status === 'rejected') throw outcome.reason;
  await stage.ground.provider.turn(defaultKnobs);
  await stage.ground.mails.turn(defaultMailKnobs);
}

/** For others to come back, ms. */
const PATIENCE_MS = 60_000;

async function strike(stage: Stage, turn: Turn, blow: Blow): Promise<void> {
  const { ground, say, signal } = stage;
  const pause = (ms: number) => sleep(ms, undefined, { signal });
  switch (blow.what) {
    case 'kill':
    case 'pause':
    case 'leave': {
      const worker = await someone(stage, blow.worker);
      if (worker === null) return say(`spared: ${describeBlow(blow)}; there is only one worker left`);
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
      const { name } = (await turn(() => begin(stage, number))) ?? {};
      if (name !== undefined) say(`${name} is ready`);
      return;
    }
    case 'join': {
      const worker = await turn(() => begin(stage, stage.count + 1 + extras++));
      if (worker === null) return;
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
        else if (blow.part === 'mails') await ground.mails.restart(everydayMail);
        else await ground.stack.restart(blow.part, blow.how);
        say(`${blow.part} is back`);
      });
      return;
    case 'provider':
      say(describeBlow(blow));
      await ground.provider.turn(blow.knobs);
      await pause(blow.lasts);
      await ground.provider.turn(everyday);
      return;
    case 'mails':
      say(describeBlow(blow));
      await ground.mails.turn(blow.knobs);
      await pause(blow.lasts);
      await ground.mails.turn(everydayMail);
  }
}

/** A worker that does not come up is counted as one that ended by itself; the others have to go on. */
async function begin({ workers, say }: Stage, number: number): Promise<Worker | null> {
  try {
    return await workers.start(number);
  } catch (error) {
    say((error as Error).message);
    return null;
  }
}

/** Numbers, and so homes, of workers that come for a while: two of them at a time share none. */
let extras = 0;

/** The worker of this number, or another one where it is away; one is always left alone, and then it is null. */
async function someone({ workers, count, signal }: Stage, number: number): Promise<Worker | null> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const running = workers.all().filter(({ state }) => state === 'running');
    const wanted = running.find(({ name }) => name.startsWith(`worker-${number}.`));
    const found = wanted ?? running[0];
    if (found !== undefined && (running.length > 1 || count === 1)) return found;
    await sleep(200, undefined, { signal });
  }
  return null;
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
