import { describe, expect, it } from 'vitest';
import type { Log } from '../../../runtime/log/port.ts';
import { eventually, numbered, readRecords } from '../material.ts';
import type { Scope } from '../scope.ts';
import { startWorker } from '../worker.ts';

const PARTITIONS = 3;
const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/** Every input record caused exactly one record, and versions count 1, 2, 3… on each partition. */
export async function expectEveryCauseOnce(log: Log, inputs: readonly string[], own: string): Promise<void> {
  for (const partition of partitions) {
    const caused = await readRecords(log, own, partition);
    expect(caused.map(({ value }) => Number(value))).toEqual(caused.map((_, index) => index + 1));
    const expected: string[] = [];
    for (const input of inputs) {
      for (const { offset } of await readRecords(log, input, partition)) expected.push(`${input}/${offset}`);
    }
    expect(caused.map(({ key }) => String(key)).sort()).toEqual(expected.sort());
  }
}

export function workerCases(scope: Scope): void {
  const patience = (): number => scope.harness().patience;

  const setting = async () => {
    const inputs = [
      await scope.topic('left', { partitions: PARTITIONS }),
      await scope.topic('right', { partitions: PARTITIONS }),
    ];
    const own = await scope.topic('own', { partitions: PARTITIONS });
    const group = scope.name('group');
    const { log } = await scope.open('source');
    const writer = await log.writer();
    return {
      inputs,
      own,
      log,
      feed: async () => {
        for (const input of inputs)
          for (const partition of partitions) await writer.append(numbered(input, 5, partition));
      },
      worker: async (label: string) => {
        const client = await scope.open(label);
        return { client, ...(await startWorker(client, { group, inputs, own })) };
      },
      exact: () => eventually(() => expectEveryCauseOnce(log, inputs, own), 3 * patience()),
    };
  };

  describe('workers that take partitions over', () => {
    it('given answers to commits that are lost before and after, then no cause is lost or doubled', async () => {
      const { worker, feed, exact } = await setting();
      const one = await worker('one');
      for (const when of ['before', 'after', 'before', 'before', 'after'] as const) {
        one.client.loseCommit(when);
        await feed();
        await exact();
      }
      expect(one.errors).toContain('outcome-unknown');
      await one.stop();
    });

    it('given workers that join and leave under load, then no cause is lost or doubled', async () => {
      const { worker, feed, exact } = await setting();
      const one = await worker('one');
      await feed();
      const two = await worker('two');
      await feed();
      const three = await worker('three');
      await feed();
      await one.stop();
      await feed();
      await two.stop();
      await feed();
      await exact();
      expect(three.owned()).toEqual(partitions);
      await three.stop();
    });

    it('given a worker that was away in mid-transaction, then it does no harm when it comes back', async () => {
      const { worker, feed, exact } = await setting();
      const away = await worker('away');
      await feed();
      await exact();
      const held = away.client.hold('commit');
      await feed();
      await held.arrived;
      await away.client.freeze();
      const successor = await worker('successor');
      await exact();
      const before = successor.takeovers();
      expect(before).toBeGreaterThanOrEqual(PARTITIONS);
      expect(successor.errors).toEqual([]);
      held.release();
      away.client.thaw();
      await eventually(() => expect(away.errors).toContain('fenced'), patience());
      await feed();
      await exact();
      // Back, the other one may take a partition over in the middle of a transaction.
      expect(successor.errors.filter(kind => kind !== 'fenced')).toEqual([]);
      await away.stop();
      await successor.stop();
    });

    it('given a worker that died in mid-transaction, then the others go on where it had committed', async () => {
      const { worker, feed, exact } = await setting();
      const [dying, other] = [await worker('dying'), await worker('other')];
      await feed();
      await exact();
      const held = dying.client.hold('commit');
      await feed();
      await held.arrived;
      await dying.client.crash();
      await exact();
      await eventually(() => expect(other.owned()).toEqual(partitions), patience());
      await feed();
      await exact();
      await other.stop();
    });
  });
}
