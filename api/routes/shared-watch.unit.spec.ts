import { describe, expect, it } from 'vitest';
import { sharedWatch } from './shared-watch.ts';

const never = new AbortController().signal;

describe('a shared watch', () => {
  it('asks for all who wait at once, and answers each with his own', async () => {
    const there = new Set<string>();
    const looks: number[] = [];
    const watch = sharedWatch<{ id: string }, string>(async asked => {
      looks.push(asked.length);
      if (looks.length === 3) there.add('a').add('b');
      return new Map(asked.filter(({ id }) => there.has(id)).map(one => [one, `found ${one.id}`]));
    }, noop);
    const waited = ['a', 'b', 'a', 'c'].map(id => watch.wait({ id }, id === 'c' ? 200 : 10_000, never));
    expect(await Promise.all(waited)).toEqual(['found a', 'found b', 'found a', null]);
    expect(Math.max(...looks)).toBe(4);
  });

  it('looks once for who cannot wait at all, and then says what it has seen', async () => {
    const slow = sharedWatch<{ so: boolean }, true>(async asked => {
      await new Promise(resolve => setTimeout(resolve, 30));
      return new Map(asked.filter(({ so }) => so).map(one => [one, true]));
    }, noop);
    const answers = [slow.wait({ so: true }, 0, never), slow.wait({ so: false }, 0, never)];
    expect(await Promise.all(answers)).toEqual([true, null]);
  });

  it('goes on after a look that failed, and says so once', async () => {
    let looks = 0;
    const failures: unknown[] = [];
    const watch = sharedWatch<object, number>(
      async asked => {
        if (++looks < 4) throw new Error(`away ${looks}`);
        return new Map(asked.map(one => [one, looks]));
      },
      error => failures.push(error),
    );
    expect(await watch.wait({}, 10_000, never)).toBe(4);
    expect(failures).toMatchObject([{ message: 'away 1' }]);
  });

  it('waits for nobody who is gone, and for nobody once it is stopped', async () => {
    const watch = sharedWatch<object, number>(async () => new Map(), noop);
    const gone = new AbortController();
    const one = watch.wait({}, 10_000, gone.signal);
    gone.abort();
    expect(await one).toBeNull();
    const other = watch.wait({}, 10_000, never);
    watch.stop();
    expect([await other, await watch.wait({}, 10_000, never)]).toEqual([null, null]);
  });
});

const noop = (): void => undefined;
