import { describe, expect, it } from 'vitest';
import { at, eventually, record } from '../material.ts';
import { type RecordingReader, recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

const PARTITIONS = 12;

export function assignmentCases(scope: Scope): void {
  const patience = (): number => scope.harness().patience;

  /** Waits until the members own every partition exactly once, evenly. */
  const balanced = (members: readonly RecordingReader[]): Promise<number[][]> =>
    eventually(() => {
      const owned = members.map(member => [...member.owned()].sort((a, b) => a - b));
      expect(owned.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: PARTITIONS }, (_, n) => n));
      const sizes = owned.map(numbers => numbers.length);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      return owned;
    }, patience());

  const gained = (before: readonly number[][], after: readonly number[][]): number =>
    after.flatMap((numbers, member) => numbers.filter(number => !before[member]?.includes(number))).length;

  describe('assignment', () => {
    it('given three members that join and leave, then every partition has one owner, and as few as can be move', async () => {
      const topics = [
        await scope.topic('one', { partitions: PARTITIONS }),
        await scope.topic('two', { partitions: PARTITIONS }),
      ];
      const group = scope.name('group');
      const join = async (label: string) => recordingReader(await scope.open(label), { group, topics });
      const one = await join('one');
      const alone = await balanced([one]);
      const two = await join('two');
      const pair = await balanced([one, two]);
      expect(gained(alone, pair)).toBe(6);
      const three = await join('three');
      const trio = await balanced([one, two, three]);
      expect(gained(pair, trio)).toBe(4);

      const { log } = await scope.open('writer');
      const numbers = Array.from({ length: PARTITIONS }, (_, n) => n);
      await (await log.writer()).append(
        topics.flatMap(topic => numbers.map(number => record(topic, 'k', `${number}`, number))),
      );
      await eventually(() => {
        for (const [index, member] of [one, two, three].entries()) {
          // A set: on a slow machine an assignment may repeat, and each begins at 0 anew.
          for (const topic of topics)
            expect([...new Set(member.values(topic).map(Number))].sort((a, b) => a - b)).toEqual(trio[index]);
        }
      }, patience());

      await two.reader.stop();
      const rest = await balanced([one, three]);
      expect(gained([trio[0] ?? [], trio[2] ?? []], rest)).toBe(4);
    });

    it('given a member that died, then the others own its partitions, and only those move', async () => {
      const topic = await scope.topic('died', { partitions: PARTITIONS });
      const group = scope.name('group');
      const dying = await scope.open('dying');
      const members = [await recordingReader(dying, { group, topics: [topic] })];
      for (const label of ['left', 'right']) {
        members.push(await recordingReader(await scope.open(label), { group, topics: [topic] }));
      }
      const before = await balanced(members);
      await dying.crash();
      const after = await balanced(members.slice(1));
      expect(gained(before.slice(1), after)).toBe(4);
    });

    it('given a rebalance, then also a partition that is kept is silent until it is delivered again', async () => {
      const topic = await scope.topic('kept', { partitions: 2 });
      const group = scope.name('group');
      const client = await scope.open('one');
      let deliver = true;
      const one = await recordingReader(client, {
        group,
        topics: [topic],
        from: partition => (deliver ? [at(topic, 0, partition)] : null),
      });
      deliver = false;
      const two = await recordingReader(await scope.open('two'), { group, topics: [topic] });
      await eventually(() => expect([...one.owned(), ...two.owned()].sort()).toEqual([0, 1]), patience());
      const [kept] = one.owned() as [number];
      const [moved] = two.owned() as [number];
      const before = one.values().length;
      await (await client.log.writer()).append([record(topic, 'k', 'kept', kept), record(topic, 'k', 'moved', moved)]);
      await eventually(() => expect(two.values()).toEqual(['moved']), patience());
      expect(one.values()).toHaveLength(before);
      one.reader.deliver(kept, [at(topic, 0, kept)]);
      await eventually(() => expect(one.values()).toEqual(['kept']), patience());
    });

    it('given a partition that is delivered by a member that does not own it, then nothing comes', async () => {
      const topic = await scope.topic('not-mine', { partitions: 2 });
      const group = scope.name('group');
      const one = await recordingReader(await scope.open('one'), { group, topics: [topic] });
      const two = await recordingReader(await scope.open('two'), { group, topics: [topic] });
      await eventually(() => expect([...one.owned(), ...two.owned()].sort()).toEqual([0, 1]), patience());
      const [foreign] = two.owned() as [number];
      one.reader.deliver(foreign, [at(topic, 0, foreign)]);
      await (await (await scope.open('writer')).log.writer()).append([0, 1].map(n => record(topic, 'k', `${n}`, n)));
      await eventually(() => expect([...one.values(), ...two.values()].sort()).toEqual(['0', '1']), patience());
      expect(one.values()).toEqual([String(one.owned()[0])]);
    });

    it('given a member that has not heard that its session is over, then the coordinator knows better', async () => {
      const topic = await scope.topic('not-heard');
      const group = scope.name('group');
      const away = await scope.open('away');
      const one = await recordingReader(away, { group, topics: [topic] });
      const deaf = away.hold('heartbeat');
      await away.freeze();
      const two = await recordingReader(await scope.open('two'), { group, topics: [topic] });
      await eventually(() => expect(two.owned()).toEqual([0]), patience());
      away.thaw();
      expect(await one.reader.owns(0)).toBe(false);
      expect(one.assignments).toEqual([[0]]);
      deaf.release();
    });

    it('given a member that was away beyond its session, then it owns nothing, hears of it, and rejoins', async () => {
      const topic = await scope.topic('away');
      const group = scope.name('group');
      const away = await scope.open('away');
      const one = await recordingReader(away, { group, topics: [topic] });
      expect(await one.reader.owns(0)).toBe(true);
      expect(await one.reader.owns(1)).toBe(false);
      await away.freeze();
      const two = await recordingReader(await scope.open('two'), { group, topics: [topic] });
      await eventually(() => expect(two.owned()).toEqual([0]), patience());
      expect(await two.reader.owns(0)).toBe(true);
      away.thaw();
      await eventually(async () => expect(await one.reader.owns(0)).toBe(false), patience());
      await eventually(() => expect(one.assignments.length).toBeGreaterThan(1), patience());
      await eventually(() => expect([...one.owned(), ...two.owned()]).toEqual([0]), patience());
    });
  });
}
