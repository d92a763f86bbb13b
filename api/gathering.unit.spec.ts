import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gathering } from './gathering.ts';

type Item = { readonly id: string; readonly n: number };

/** Work that is held until it is let go, batch by batch. */
function held(most?: number) {
  const batches: Item[][] = [];
  const gates: PromiseWithResolvers<void>[] = [];
  const ask = gathering<Item, number>(
    async items => {
      batches.push([...items]);
      const gate = Promise.withResolvers<void>();
      gates.push(gate);
      await gate.promise;
      return items.map(({ n }) => n * 10);
    },
    ({ id }) => id,
    most,
  );
  const letGo = async (error?: Error) => {
    const gate = gates.shift();
    if (error === undefined) gate?.resolve();
    else gate?.reject(error);
    await turn();
  };
  return { ask: (id: string, n: number) => ask({ id, n }), batches, letGo };
}

describe('gathering', () => {
  it('given one under way, then what comes meanwhile goes out together, and each gets its own answer', async () => {
    const { ask, batches, letGo } = held();
    const answers = [ask('a', 1)];
    await turn();
    answers.push(ask('b', 2), ask('c', 3));
    await turn();
    expect(batches).toEqual([[{ id: 'a', n: 1 }]]);
    await letGo();
    expect(batches[1]?.map(({ id }) => id)).toEqual(['b', 'c']);
    await letGo();
    expect(await Promise.all(answers)).toEqual([10, 20, 30]);
  });

  it('given nothing under way, then what is asked in one turn of the event loop goes out together', async () => {
    const { ask, batches, letGo } = held();
    const answers = [ask('a', 1), Promise.resolve().then(() => ask('b', 2))];
    await turn();
    expect(batches.map(batch => batch.map(({ id }) => id))).toEqual([['a', 'b']]);
    await letGo();
    expect(await Promise.all(answers)).toEqual([10, 20]);
    const later = ask('c', 3);
    await turn();
    await letGo();
    expect(await later).toBe(30);
  });

  it('given the same id twice, then the second follows in a batch of its own, in the order of asking', async () => {
    const { ask, batches, letGo } = held();
    const answers = [ask('x', 0), ask('a', 1), ask('a', 2), ask('b', 3), ask('a', 4)];
    await turn();
    for (let n = 0; n < 3; n++) await letGo();
    expect(batches.map(batch => batch.map(({ n }) => n))).toEqual([[0, 1, 3], [2], [4]]);
    expect(await Promise.all(answers)).toEqual([0, 10, 20, 30, 40]);
  });

  it('given more than fit, then the rest follows', async () => {
    const { ask, batches, letGo } = held(2);
    const answers = ['a', 'b', 'c', 'd'].map((id, n) => ask(id, n));
    await turn();
    for (let n = 0; n < 2; n++) await letGo();
    expect(batches.map(batch => batch.length)).toEqual([2, 2]);
    expect(await Promise.all(answers)).toEqual([0, 10, 20, 30]);
  });

  it('given a batch that fails, then its own fail, and the next go on', async () => {
    const { ask, letGo } = held();
    const first = ask('a', 1);
    await turn();
    const others = [ask('b', 2), ask('c', 3)];
    const told = expect(first).rejects.toThrow('away');
    await letGo(new Error('away'));
    await told;
    await letGo();
    expect(await Promise.all(others)).toEqual([20, 30]);
  });
});
