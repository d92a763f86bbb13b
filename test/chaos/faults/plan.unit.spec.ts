import { describe, expect, it } from 'vitest';
import { describeBlow, planFaults } from './plan.ts';

const five = { seed: 7, workers: 3, duration: 300_000 };
const kindsOf = (options: Parameters<typeof planFaults>[0]) =>
  planFaults(options).map(({ blow }) => (blow.what === 'restart' ? `${blow.part} ${blow.how}` : blow.what));

describe('the plan of faults', () => {
  it('given the same seed, then it is the same; given another one, another', () => {
    expect(planFaults(five)).toEqual(planFaults(five));
    expect(planFaults(five)).not.toEqual(planFaults({ ...five, seed: 8 }));
  });

  it('given five minutes, then everything is in it, and the broker is restarted twice: once gently, once not', () => {
    for (const seed of [1, 2, 3]) {
      const kinds = kindsOf({ ...five, seed });
      const wanted = [
        'kill',
        'pause',
        'leave',
        'join',
        'provider',
        'registry kill',
        'postgres graceful',
        'provider kill',
      ];
      expect(kinds).toEqual(expect.arrayContaining(wanted));
      expect(kinds.filter(kind => kind.startsWith('kafka')).sort()).toEqual(['kafka graceful', 'kafka kill']);
    }
  });

  it('given a minute and a half, then each of the ways to lose a worker and the broker is in it', () => {
    const kinds = kindsOf({ seed: 4, workers: 3, duration: 75_000 });
    expect(kinds).toEqual(expect.arrayContaining(['kill', 'pause', 'leave', 'join', 'kafka kill', 'provider']));
  });

  it('restarts the broker twice with other things in between', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const restarts = planFaults({ ...five, seed }).flatMap(({ at, blow }) =>
        blow.what === 'restart' && blow.part === 'kafka' ? [at] : [],
      );
      expect((restarts[1] ?? 0) - (restarts[0] ?? 0)).toBeGreaterThan(60_000);
    }
  });

  it('when a worker is stopped, then for longer than its session lasts', () => {
    for (const { blow } of planFaults(five)) if (blow.what === 'pause') expect(blow.awayFor).toBeGreaterThan(6_000);
  });

  it('when they are played, then in order, while orders are placed, on workers that there are', () => {
    for (const seed of [1, 2, 3]) {
      const times = planFaults({ ...five, seed }).map(({ at }) => at);
      expect(times).toEqual([...times].sort((one, other) => one - other));
      expect(times.every(at => at >= 0 && at < five.duration)).toBe(true);
      const hit = planFaults({ ...five, seed }).flatMap(({ blow }) => ('worker' in blow ? [blow.worker] : []));
      expect(hit.every(worker => worker >= 1 && worker <= 3)).toBe(true);
    }
  });

  it('tells each blow in a sentence', () => {
    expect(describeBlow({ what: 'kill', worker: 1, awayFor: 2_500 })).toBe(
      'kill -9 of a worker, started again after 2.5 s',
    );
    expect(describeBlow({ what: 'restart', part: 'kafka', how: 'kill' })).toBe('kill -9 and restart of Kafka');
  });
});
