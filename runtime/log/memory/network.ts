import type { LogError } from '../errors.ts';
import { createHolds, type Hold, type StepMatch } from './holds.ts';
import { closed, outcomeUnknown, unavailable } from './refusals.ts';
import type { ClientOperation, Operation, Schedule, Step } from './steps.ts';
import { createListeners, type Listeners } from './wake.ts';

/** One run of one client: after a crash, the same client id comes back in a new session. */
export type Session = {
  readonly client: string;
  state: 'open' | 'closed' | 'crashed';
  /** Told when it is closed or has crashed. */
  readonly ended: Listeners;
};

/**
 * What goes wrong with a request:
 * - `before`: it never arrives.
 * - `after`: the broker has done it, the answer is lost.
 * - `later`: the client is told that the connection broke, and the request arrives after all, some time later.
 */
export type Loss = 'before' | 'after' | 'later';

/** Everything between a client and the broker. */
export type Network = {
  /** The effect happens at the broker, at once and undivided, when the step's turn has come. */
  call<T>(session: Session, operation: ClientOperation, at: string, effect: () => T): Promise<T>;
  /** What the broker does by itself, and goes on doing after it was down. */
  internally(operation: Operation, at: string, effect: () => void): void;
  hold(match: StepMatch): Hold;
  loseNext(client: string, operation: ClientOperation, loss: Loss): void;
  setUp(up: boolean): void;
  /** Resolves when the broker can be reached. */
  untilUp(): Promise<void>;
};

export function createNetwork(schedule: Schedule): Network {
  const holds = createHolds();
  const losses: { client: string; operation: ClientOperation; loss: Loss }[] = [];
  const recoveries = createListeners();
  let up = true;

  const takeLoss = (client: string, operation: ClientOperation): Loss | null => {
    const index = losses.findIndex(one => one.client === client && one.operation === operation);
    return index === -1 ? null : (losses.splice(index, 1)[0]?.loss ?? null);
  };

  const untilUp = async (): Promise<void> => {
    while (!up) {
      await new Promise<void>(resolve => {
        const stop = recoveries.add(() => {
          stop();
          resolve();
        });
      });
    }
  };

  const internally = (operation: Operation, at: string, effect: () => void): void => {
    const step: Step = { client: 'broker', operation, at, gone: false };
    const turn = schedule(step);
    if (turn === undefined && up && !holds.concern(step)) {
      effect();
      return;
    }
    void (async () => {
      await turn;
      await holds.pass(step);
      await untilUp();
      effect();
    })();
  };

  return {
    internally,
    untilUp,

    call: async (session, operation, at, effect) => {
      const { client } = session;
      const step: Step = {
        client,
        operation,
        at,
        get gone() {
          return session.state !== 'open';
        },
      };
      if (session.state === 'open') {
        const turn = schedule(step);
        if (turn !== undefined) await turn;
        if (holds.concern(step)) await holds.pass(step);
      }
      // A process that was killed does not see an error either: it does not go on at all.
      if (session.state === 'crashed') return new Promise<never>(() => {});
      if (session.state === 'closed') throw closed(client);
      if (!up) throw lost(operation, at);
      const loss = losses.length === 0 ? null : takeLoss(client, operation);
      if (loss === null) return effect();
      if (loss === 'after') effect();
      if (loss === 'later') internally('late', `${operation} of ${client} ${at}`, () => refusedOrDone(effect));
      throw lost(operation, at);
    },

    hold: holds.hold,
    loseNext: (client, operation, loss) => {
      losses.push({ client, operation, loss });
    },
    setUp: value => {
      up = value;
      if (up) recoveries.notify();
    },
  };
}

const lost = (operation: ClientOperation, at: string): LogError =>
  operation === 'commit' ? outcomeUnknown(at) : unavailable(`${operation} ${at}`);

/** Nobody waits for the answer of a late request; that it is refused is what fencing is for. */
function refusedOrDone(effect: () => unknown): void {
  try {
    effect();
  } catch {
    // The client was told long ago that its connection broke.
  }
}
