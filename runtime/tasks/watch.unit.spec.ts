import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LogError } from '../log/errors.ts';
import type { LogAdmin } from '../log/port.ts';
import type { Clock } from './engine.ts';
import type { Deadline, FatEvent } from './fat-event.ts';
import { bareEngine } from './testing/bare.ts';
import { deadlineWatch } from './watch.ts';

const deadline = (name: string, due: number, owedBy = 'person'): Deadline => ({
  name,
  owedBy,
  since: 0,
  due,
  passes: 0,
});
const stateWith = (...deadlines: Deadline[]): FatEvent => ({ deadlines, effects: [] }) as unknown as FatEvent;

/** A watch with the clock, the input's end and the position in the test's hands. */
function given(states: Record<string, FatEvent>) {
  const world = {
    now: 1_000,
    end: 10n,
    position: 10n,
    failing: false,
    fired: [] as string[],
    failures: [] as unknown[],
  };
  let timers: (() => void)[] = [];
  const clock: Clock = {
    now: () => world.now,
    after: (_, callback) => {
      timers.push(callback);
      return () => {
        timers = timers.filter(one => one !== callback);
      };
    },
  };
  const admin = {
    offsets: async (topic: string) => {
      if (world.failing) throw new LogError('unavailable', 'away');
      return [{ topic, partition: 0, start: 0n, end: world.end, highWatermark: world.end }];
    },
    committed: async (_: string, [topic]: readonly [string]) => [{ topic, partition: 0, offset: 5n, metadata: '' }],
  } as unknown as LogAdmin;
  const engine = bareEngine({ admin } as never, { clock, processors: new Set(['stock']) });
  const watch = deadlineWatch<FatEvent>({
    engine,
    processor: 'bare',
    partition: 0,
    inputs: ['p.in'],
    own: 'p.own',
    positionOf: () => world.position,
    stateOf: key => states[key] ?? null,
    offsetOf: key => (key === 'read' ? 4n : 5n),
    fire: (key, { name }, asked) => world.fired.push(`${key}/${name} ${asked}`),
    retry: () => undefined,
    failed: error => world.failures.push(error),
  });
  for (const [key, state] of Object.entries(states)) watch.set(key, state);
  watch.start();
  const turn = async (): Promise<void> => {
    for (const timer of timers.splice(0)) timer();
    while (timers.length === 0 && world.failures.length === 0) await setImmediate();
  };
  return { world, watch, turn };
}

describe('the watch over deadlines', () => {
  it('given a deadline that has passed, then it fires once everything that had come by then is read', async () => {
    const { world, turn } = given({ a: stateWith(deadline('answer', 900)) });
    world.position = 9n;
    await turn();
    expect(world.fired).toEqual([]);
    world.position = 10n;
    await turn();
    expect(world.fired).toEqual(['a/answer read']);
  });

  it('given a second deadline of the key that falls due while it waits, then that one waits for an end of its own', async () => {
    const second = deadline('second', 5_000);
    const states = { a: stateWith(deadline('first', 900), second) };
    const { world, watch, turn } = given(states);
    world.position = 5n;
    await turn(); // samples the end 10 at 1,000
    world.now = 6_000;
    world.end = 20n; // what answers the second one lies between
    world.position = 10n;
    await turn();
    expect(world.fired).toEqual(['a/first read']);
    states.a = stateWith(second);
    watch.set('a', states.a);
    await turn();
    expect(world.fired).toEqual(['a/first read']);
    world.position = 20n;
    await turn();
    expect(world.fired).toEqual(['a/first read', 'a/second read']);
  });

  it('given one that changed nothing, then it fires again after a while, not at once', async () => {
    const { world, turn } = given({ a: stateWith(deadline('answer', 900)) });
    await turn();
    await turn();
    expect(world.fired).toHaveLength(1);
    world.now += 10_001;
    await turn();
    expect(world.fired).toHaveLength(2);
  });

  it('given 150,000 keys at once, then each fires once', async () => {
    const state = stateWith(deadline('answer', 900));
    const { world, turn } = given(Object.fromEntries(Array.from({ length: 150_000 }, (_, n) => [`k${n}`, state])));
    await turn();
    expect(new Set(world.fired).size).toBe(150_000);
    expect(world.fired).toHaveLength(150_000);
  });

  it('given a broker that is away, then no deadline is forgotten', async () => {
    const { world, turn } = given({ a: stateWith(deadline('answer', 900)) });
    world.failing = true;
    await turn();
    world.failing = false;
    await turn();
    expect(world.fired).toEqual(['a/answer read']);
    expect(world.failures).toEqual([]);
  });

  it('given who owes the step, then it tells whether that processor has read what asked for it', async () => {
    const owed = deadline('reply', 900, 'stock');
    const { world, turn } = given({ read: stateWith(owed), unread: stateWith(owed) });
    await turn();
    expect(world.fired.sort()).toEqual(['read/reply read', 'unread/reply unread']);
  });
});
