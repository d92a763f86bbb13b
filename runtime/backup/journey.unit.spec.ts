import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createMemoryBroker, type MemoryBroker } from '../log/memory/log.ts';
import { partitionFor } from '../log/partitioner.ts';
import type { Log, OutgoingRecord } from '../log/port.ts';
import { parseMetadata } from '../tasks/position-metadata.ts';
import { exportLog } from './export.ts';
import { importLog } from './import.ts';
import { append, byKey, createTopics, exporting, importing, memoryRegistry, quietDrain } from './testing/place.ts';

const folders: string[] = [];
const folder = () => {
  const made = mkdtempSync(join(tmpdir(), 'longplay-journey-'));
  folders.push(made);
  return join(made, 'export');
};
afterAll(() => {
  for (const made of folders) rmSync(made, { recursive: true });
});

const framed = (id: number, content: string): Buffer => {
  const head = Buffer.alloc(5);
  head.writeInt32BE(id, 1);
  return Buffer.concat([head, Buffer.from(content)]);
};
/** Facts of the reduced shop are JSON without a schema's id; the export asks only whether effects are pending. */
const fact = (effects: readonly string[] = []) => Buffer.from(JSON.stringify({ deadlines: [], effects }));
/** A case in front of a key. */
const parked = (blockedKey: string | null) => Buffer.from(JSON.stringify({ blockedKey, status: 'WAITING' }));
const request = (n: number, over: Partial<OutgoingRecord> = {}, bytes = 0): OutgoingRecord => ({
  topic: 'p.in',
  key: Buffer.from(`key-${n % 50}`),
  value: framed(11, `request ${n}`.padEnd(bytes)),
  headers: [['ce_id', Buffer.from(String(n))]],
  timestamp: 1_000_000 + n,
  ...over,
});

async function shop(
  requests = 300,
  bytes = 0,
): Promise<{ broker: MemoryBroker; log: Log; registry: ReturnType<typeof memoryRegistry> }> {
  const broker = createMemoryBroker();
  const log = broker.log('spec');
  const registry = memoryRegistry(11);
  await createTopics(log, 'p', 3);
  await registry.register('p.in-value', '"string"');
  await registry.register('p.in-value', '["null", "string"]');
  await append(
    log,
    Array.from({ length: requests }, (_, n) => request(n, {}, bytes)),
  );
  await append(log, [request(1_000, { value: null }), { topic: 'p.own', key: Buffer.from('key-1'), value: fact() }]);
  await allRead(log);
  return { broker, log, registry };
}

async function allRead(log: Log): Promise<void> {
  const ends = await log.admin.offsets('p.in');
  await log.admin.commit(
    'p.bare',
    ends.map(({ topic, partition, end }) => ({ topic, partition, offset: end, metadata: '' })),
  );
}

describe('the journey of a log', () => {
  it('given requests, facts and a tombstone, when they come to twice the partitions, then every key has its records, in order', async () => {
    const { broker, log, registry } = await shop();
    const into = folder();
    const { manifest } = await exportLog(exporting({ log, registry, folder: into }));
    expect(manifest.topics.map(({ records, strays }) => [records, strays])).toEqual([
      [301, 0],
      [1, 0],
      [0, 0],
    ]);
    const other = memoryRegistry(900);
    expect((await importLog(importing({ log, registry: other, folder: into }))).written).toBe(302);
    const there = broker.records('q.in');
    expect(byKey(there)).toEqual(byKey(broker.records('p.in')));
    expect(new Set(there.flatMap(({ value }) => (value === null ? [] : [value.readInt32BE(1)])))).toEqual(
      new Set([900]),
    );
    for (const { key, partition } of there) expect(partition).toBe(partitionFor(key, 6));
    expect(await other.versions('q.in-value')).toEqual([1, 2]);
    expect(await other.level('q.in-value')).toBe('FULL_TRANSITIVE');
    const own = (await log.admin.describeTopics(['q.own']))[0]?.id;
    const ends = new Map((await log.admin.offsets('q.in')).map(({ partition, end }) => [partition, end]));
    const positions = await log.admin.committed('q.bare', ['q.in']);
    expect(positions).toHaveLength(6);
    for (const { partition, offset, metadata } of positions) {
      expect(offset).toBe(ends.get(partition));
      expect(parseMetadata(metadata)?.ownTopicId).toBe(own);
    }
    await expect(importLog(importing({ log, registry: other, folder: into }))).rejects.toMatchObject({
      code: 'LP_RESTORE_TARGET_NOT_EMPTY',
    });
  });

  it('given a commit whose answer was lost, or that was never made, when the import goes on, then nothing is there twice or missing', async () => {
    for (const loss of ['before', 'after', 'later'] as const) {
      const { broker, log, registry } = await shop();
      const into = folder();
      await exportLog(exporting({ log, registry, folder: into }));
      broker.loseNext('importer', 'commit', loss);
      await importLog(importing({ log: broker.log('importer'), registry, folder: into }));
      expect(byKey(broker.records('q.in'))).toEqual(byKey(broker.records('p.in')));
    }
  });

  it('given an import that was killed, when it runs again, then it goes on where it was; half of it is refused to others', async () => {
    const { broker, log, registry } = await shop(90, 100_000);
    const into = folder();
    await exportLog(exporting({ log, registry, folder: into }));
    const killed = new AbortController();
    const first = importLog(
      importing({
        log: broker.log('first'),
        registry,
        folder: into,
        signal: killed.signal,
        onPhase: ({ name, records }) => {
          if (name !== 'writing') return;
          const timer = setInterval(() => {
            if (records() < 20) return;
            clearInterval(timer);
            broker.crash('first');
            killed.abort(new Error('killed'));
          });
        },
      }),
    );
    await expect(first).rejects.toThrow();
    const half = broker.records('q.in').length + broker.records('q.own').length;
    const again = importing({ log: broker.log('second'), registry, folder: into });
    const elsewhere = folder();
    await exportLog(exporting({ log, registry, folder: elsewhere }));
    await expect(importLog({ ...again, folder: elsewhere })).rejects.toMatchObject({
      code: 'LP_RESTORE_TARGET_NOT_EMPTY',
    });
    const { written } = await importLog(again);
    expect(half).toBeGreaterThan(0);
    expect(written).toBe(92 - half);
    expect(byKey(broker.records('q.in'))).toEqual(byKey(broker.records('p.in')));
  });

  it('given a shop that goes on meanwhile, when it is exported, then what came during the copy is in it, or it says what moved', async () => {
    const { broker, log, registry } = await shop();
    const into = folder();
    let drained = 0;
    const drain = async () => {
      drained += 1;
      await append(log, [request(2_000)]);
      await allRead(log);
      return quietDrain();
    };
    const { manifest } = await exportLog(exporting({ log, registry, folder: into, drain }));
    expect(drained).toBe(1);
    expect(manifest.topics[0]?.records).toBe(302);

    let n = 3_000;
    const restless = quietDrain();
    const onPhase = ({ name }: { name: string }) => {
      if (name === 'copying the rest') void append(log, [request(n++)]).then(() => allRead(log));
    };
    const moving = exportLog(exporting({ log, registry, folder: folder(), drain: async () => restless, onPhase }));
    await expect(moving).rejects.toThrow(/p\.in\[\d\] was written to while it was copied/);
    expect(restless.ended()).toBe(1);
    expect(broker.records('p.in').length).toBeGreaterThan(302);
  });

  it('given who is not done, when the time is over, then the message names all of them', async () => {
    const { log, registry } = await shop();
    const late = (over: object) => exportLog(exporting({ log, registry, folder: folder(), ...over }));
    await append(log, [{ topic: 'p.own', key: Buffer.from('key-2'), value: fact(['charge']) }]);
    await expect(late({})).rejects.toThrow('bare waits for effects of 1 keys, such as key-2');
    await append(log, [{ topic: 'p.bare.hospital', key: Buffer.from('case'), value: parked('key-2') }]);
    await late({}); // nobody asks for them until the key is free
    await append(log, [
      { topic: 'p.bare.hospital', key: Buffer.from('case'), value: null },
      { topic: 'p.own', key: Buffer.from('key-2'), value: fact() },
    ]);
    await late({});
    await append(log, [request(9)]);
    const open = async () => quietDrain({ stillOpen: async () => ['the API'] });
    const refused = late({ drain: open, projected: async () => [{ topic: 'p.own', partition: 0, offset: 0n }] });
    await expect(refused).rejects.toMatchObject({ code: 'LP_EXPORT_NOT_QUIET' });
    await expect(refused).rejects.toThrow('the API still takes writes');
    await expect(refused).rejects.toThrow(/bare has not read all of p\.in\[\d\]/);
    await expect(refused).rejects.toThrow(/a read model has not read all of p\.own\[/);
  });

  it('given an export that was broken off, when it runs again, then it copies only the rest; of another installation it does not', async () => {
    const { log, registry } = await shop();
    const into = folder();
    const stopped = exportLog(
      exporting({
        log,
        registry,
        folder: into,
        drain: async () => {
          throw new Error('killed');
        },
      }),
    );
    await expect(stopped).rejects.toThrow('killed');
    await expect(importLog(importing({ log, registry, folder: into }))).rejects.toMatchObject({
      code: 'LP_BACKUP_UNFINISHED',
    });
    await createTopics(log, 'r', 3);
    await expect(exportLog(exporting({ log, registry, folder: into, prefix: 'r' }))).rejects.toMatchObject({
      code: 'LP_BACKUP_OTHER_SOURCE',
    });
    await append(log, [request(77)]);
    await allRead(log);
    expect(await exportLog(exporting({ log, registry, folder: into }))).toMatchObject({ copied: 1 });
    await expect(exportLog(exporting({ log, registry, folder: into }))).rejects.toMatchObject({
      code: 'LP_BACKUP_FOLDER_UNUSABLE',
    });
    expect((await importLog(importing({ log, registry, folder: into }))).written).toBe(303);
  });

  it('given processors that run on the target, when it is imported, then it is refused', async () => {
    const { broker, log, registry } = await shop();
    const into = folder();
    await exportLog(exporting({ log, registry, folder: into }));
    await createTopics(log, 'q', 6);
    const reader = broker.log('member').groupReader({ group: 'q.bare', topics: ['q.in'] });
    await reader.start({ assigned: () => undefined, batch: async () => undefined, failed: () => undefined });
    await expect(importLog(importing({ log, registry, folder: into }))).rejects.toMatchObject({
      code: 'LP_RESTORE_RUNNING',
    });
    expect(broker.records('q.in')).toEqual([]);
    await reader.stop();
    expect((await importLog(importing({ log, registry, folder: into }))).written).toBe(302);
  });

  it('given cases, which lie where what they are about lies, when the partitions are others, then it is refused', async () => {
    const { log, registry } = await shop();
    await append(log, [{ topic: 'p.bare.hospital', partition: 2, key: Buffer.from('case'), value: parked(null) }]);
    const into = folder();
    await exportLog(exporting({ log, registry, folder: into }));
    await expect(importLog(importing({ log, registry, folder: into }))).rejects.toMatchObject({
      code: 'LP_RESTORE_PARTITIONS_UNFIT',
    });
    await importLog(importing({ log, registry, folder: into, partitions: 3 }));
    expect((await log.admin.offsets('q.bare.hospital')).map(({ end }) => end > 0n)).toEqual([false, false, true]);

    const closed = Buffer.from(JSON.stringify({ blockedKey: null, status: 'HEALED' }));
    await append(log, [{ topic: 'p.bare.hospital', partition: 2, key: Buffer.from('case'), value: closed }]);
    const later = folder();
    await exportLog(exporting({ log, registry, folder: later }));
    const { records, written } = await importLog(importing({ log, registry, folder: later, prefix: 'r' }));
    expect([records, written]).toEqual([302, 302]);
    expect((await log.admin.offsets('r.bare.hospital')).every(({ end }) => end === 0n)).toBe(true);
  });
});
