import { describe, expect, it } from 'vitest';
import { at, committedAt, eventually, kindOfFailure, numbered, readRecords, record } from '../material.ts';
import { recordingReader } from '../recording-reader.ts';
import type { Scope } from '../scope.ts';

export function adminCases(scope: Scope): void {
  describe('administration', () => {
    it('given topics of which one exists, then the others are created and that one is left as it is', async () => {
      const { admin } = (await scope.open('admin')).log;
      const [old, fresh] = [scope.name('old'), scope.name('fresh')];
      const config = { 'cleanup.policy': 'compact', 'max.message.bytes': '2000000' };
      const wanted = { name: old, partitions: 2, replication: 1, config };
      expect(await admin.createTopics([wanted])).toEqual([old]);
      const other = { ...wanted, partitions: 7, config: {} };
      expect(await admin.createTopics([other, { ...other, name: fresh }])).toEqual([fresh]);
      await eventually(async () => {
        const described = await admin.describeTopics([old, fresh, scope.name('nowhere')]);
        const without = described.map(({ id: _, ...rest }) => rest).sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(without).toEqual([wanted, { ...other, name: fresh }].sort((a, b) => (a.name < b.name ? -1 : 1)));
      }, scope.harness().patience);
      const all = await admin.describeTopics();
      expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining([old, fresh]));
      expect(all.some(({ name }) => name.startsWith('__'))).toBe(false);
    });

    it('given a topic that was deleted and made anew, then it has another id; without that, the same', async () => {
      const topic = await scope.topic('again');
      const { admin } = (await scope.open('admin')).log;
      const id = async () => (await admin.describeTopics([topic]))[0]?.id;
      const first = await id();
      expect(first).toMatch(/^\S{10,}$/);
      expect(await id()).toBe(first);
      await admin.deleteTopics([topic]);
      await eventually(async () => expect(await admin.describeTopics([topic])).toEqual([]), scope.harness().patience);
      await admin.deleteTopics([topic]);
      await admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: {} }]);
      await eventually(async () => expect(await id()).toMatch(/^\S{10,}$/), scope.harness().patience);
      expect(await id()).not.toBe(first);
    });

    it('given a cluster, then it has one id for every client', async () => {
      const [one, two] = [await scope.open('one'), await scope.open('two')];
      const id = await one.log.admin.clusterId();
      expect(id).not.toBe('');
      expect(await two.log.admin.clusterId()).toBe(id);
    });

    it('given records deleted below a position, then the log starts there', async () => {
      const topic = await scope.topic('trim', { partitions: 2 });
      const { log } = await scope.open('admin');
      await (await log.writer()).append([...numbered(topic, 10, 0), ...numbered(topic, 10, 1)]);
      await log.admin.deleteRecords([at(topic, 4, 1)]);
      const starts = (await log.admin.offsets(topic)).map(({ partition, start }) => [partition, start]);
      expect(starts.sort()).toEqual([
        [0, 0n],
        [1, 4n],
      ]);
      expect((await readRecords(log, topic, 1)).map(({ offset }) => Number(offset))).toEqual([4, 5, 6, 7, 8, 9]);
      expect(await kindOfFailure(log.admin.deleteRecords([at(topic, 11, 1)]))).toBe('fatal');
    });

    it('given records of different times, then it tells before which offset all are older, and the end where all are', async () => {
      const topic = await scope.topic('times', { partitions: 2 });
      const { log } = await scope.open('admin');
      const base = Date.now() - 60_000;
      const stamped = numbered(topic, 4).map((one, n) => ({ ...one, timestamp: base + 1_000 * n }));
      const writer = await log.writer();
      for (const one of stamped) await writer.append([one]);
      const offsetsAt = async (timestamp: number) =>
        (await log.admin.offsetsAt(topic, timestamp))
          .sort((a, b) => a.partition - b.partition)
          .map(({ partition, offset }) => [partition, Number(offset)]);
      expect(await offsetsAt(base - 1)).toEqual([
        [0, 0],
        [1, 0],
      ]);
      expect((await offsetsAt(base + 1_000))[0]).toEqual([0, 1]);
      expect((await offsetsAt(base + 1_001))[0]).toEqual([0, 2]);
      expect((await offsetsAt(base + 3_001))[0]).toEqual([0, 4]);
      await log.admin.deleteRecords([at(topic, 3)]);
      expect((await offsetsAt(base))[0]).toEqual([0, 3]);
    });

    it('given a topic that is compacted only, then deleting by position is refused', async () => {
      const topic = await scope.topic('facts', { config: { 'cleanup.policy': 'compact' } });
      const { log } = await scope.open('admin');
      await (await log.writer()).append(numbered(topic, 3));
      expect(await kindOfFailure(log.admin.deleteRecords([at(topic, 2)]))).toBe('fatal');
      expect(await readRecords(log, topic)).toHaveLength(3);
    });

    it('given a group without members, then its positions can be set, topic by topic', async () => {
      const [one, two] = [await scope.topic('one', { partitions: 2 }), await scope.topic('two')];
      const { admin } = (await scope.open('admin')).log;
      const group = scope.name('group');
      expect(await admin.committed(group, [one, two])).toEqual([]);
      await admin.commit(group, [committedAt(one, 0, 'start', 1), committedAt(two, 0)]);
      await admin.commit(group, [committedAt(two, 0, 'again')]);
      expect(await admin.committed(group, [one])).toEqual([committedAt(one, 0, 'start', 1)]);
      expect(await admin.committed(group, [two])).toEqual([committedAt(two, 0, 'again')]);
    });

    it('given a group with a member, then setting its positions is refused and changes nothing', async () => {
      const topic = await scope.topic('busy');
      const client = await scope.open('member');
      const group = scope.name('group');
      await client.log.admin.commit(group, [committedAt(topic, 0)]);
      const { reader } = await recordingReader(client, { group, topics: [topic] });
      const { admin } = (await scope.open('admin')).log;
      await (await client.log.writer()).append([record(topic, 'k', 'v')]);
      expect([await admin.members(group), await admin.members(scope.name('nobody'))]).toEqual([1, 0]);
      expect(await kindOfFailure(admin.commit(group, [committedAt(topic, 1)]))).toBe('fatal');
      expect(await admin.committed(group, [topic])).toEqual([committedAt(topic, 0)]);
      await reader.stop();
      expect(await admin.members(group)).toBe(0);
      await admin.commit(group, [committedAt(topic, 1)]);
      expect(await admin.committed(group, [topic])).toEqual([committedAt(topic, 1)]);
    });

    it('given a topic that does not exist, then its offsets are a failure, not an empty answer', async () => {
      const { admin } = (await scope.open('admin')).log;
      expect(await kindOfFailure(admin.offsets(scope.name('nowhere')))).toBe('fatal');
    });
  });
}
