import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { Sql } from '../postgres/connect.ts';
import { certify, faultsOf, parseCertificate } from './certificate.ts';
import { type ErasureFact, scanErasure } from './scan.ts';
import { plain, schemaText, sealed, valuesWithin, vault } from './testing/people.ts';

const fact: ErasureFact = {
  topic: 'p.t',
  partition: 0,
  offset: 7,
  version: 3,
  status: 'ERASED',
  requestedAt: 1_000,
  keyDestroyedAt: 2_000,
};

/** Without a table. */
const noTables = (async () => []) as unknown as Sql;

async function scan(customerId: string, over: Partial<ErasureFact> = {}, name: string | null = null) {
  const log = createMemoryBroker().log('spec');
  await log.admin.createTopics([{ name: 'p.t', partitions: 1, replication: 1, config: {} }]);
  const writer = await log.writer();
  await writer.append([{ topic: 'p.t', key: null, value: await sealed(customerId, 'Anna') }]);
  await writer.append([{ topic: 'p.t', key: null, value: plain(customerId, name) }]);
  return () =>
    scanErasure({
      customerId,
      fact: { ...fact, ...over },
      installation: { prefix: 'p', clusterId: 'c' },
      program: '1.2.3',
      log,
      topics: ['p.t'],
      sql: noTables,
      documents: {},
      folders: [],
      texts: [],
      schemaText,
      valuesWithin,
      vault,
      signal: new AbortController().signal,
      now: () => 40_000,
    });
}

describe('a search for what is left of a customer', () => {
  it('given one whose key is destroyed, then the certificate says what was read, and that nothing was found', async () => {
    const search = await scan('clean');
    await vault.destroy('clean');
    const certificate = await search();
    expect(certificate).toMatchObject({
      clean: true,
      erased: { offset: 7, version: 3, keyDestroyedAt: '1970-01-01T00:00:02.000Z' },
      key: { destroyed: true },
      topics: [{ topic: 'p.t', records: 2, sealed: 1, partitions: [{ partition: 0, from: 0, to: 2, records: 2 }] }],
      totals: { records: 2, sealed: 1, unread: 0, findings: 0 },
    });
    expect(faultsOf(certificate)).toEqual([]);
  });

  it('given a key that the vault still has, or has again, then the certificate fails', async () => {
    const certificate = await (await scan('alive'))();
    expect(certificate).toMatchObject({ clean: false, key: { destroyed: false }, totals: { findings: 1 } });
    expect(certificate.findings).toMatchObject([{ what: 'key-alive' }]);
    expect(faultsOf(certificate)).toEqual([]);
  });

  it('given a readable field, then the certificate fails, and does not quote it', async () => {
    const search = await scan('left', {}, 'Leonie');
    await vault.destroy('left');
    const certificate = await search();
    expect(certificate).toMatchObject({ clean: false, findings: [{ what: 'plain-text', place: { offset: 1 } }] });
    expect(JSON.stringify(certificate)).not.toContain('Leonie');
  });

  it.each([
    ['ACTIVE', { status: 'ACTIVE', keyDestroyedAt: null }],
    ['ERASING', { status: 'ERASING', keyDestroyedAt: null }],
    ['not destroyed yet', { keyDestroyedAt: null }],
  ])('given one who is not erased, then it is refused: %s', async (why, over) => {
    const search = await scan('not-erased', over);
    await expect(search()).rejects.toThrow(
      expect.objectContaining({ code: 'LP_ERASURE_NOT_DONE', message: expect.stringContaining(why) }),
    );
  });
});

describe('a certificate', () => {
  it('given any change to it, then its faults say so; written and read again, there are none', async () => {
    const search = await scan('kept');
    await vault.destroy('kept');
    const certificate = await search();
    const text = JSON.stringify(certificate, null, 2);
    expect(faultsOf(parseCertificate(text, 'a file'))).toEqual([]);
    const paths = ['customerId', 'program', 'finishedAt', 'clean', 'totals', 'topics', 'erased', 'texts'] as const;
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.integer({ min: 1 }), (field, n) => {
        const changed = { ...certificate, [field]: changedBy(certificate[field], n) };
        expect(faultsOf(changed)).not.toEqual([]);
      }),
      { seed: 908 },
    );
    expect(faultsOf({ ...certificate, added: true } as typeof certificate)).not.toEqual([]);
  });

  it('given a new hash over numbers that cannot be, then that is seen too', async () => {
    const search = await scan('forged');
    await vault.destroy('forged');
    const { sha256: _, ...content } = await search();
    const totals = { ...content.totals, records: 10, sealed: 9 };
    expect(faultsOf(certify({ ...content, totals }))).toEqual([
      'its records do not add up',
      'its sealed texts do not add up',
    ]);
    expect(faultsOf(certify({ ...content, clean: false }))).toHaveLength(1);
  });

  it.each(['', '{}', '[]', '{"certificate":"longplay-erasure","version":2}'])('given %j, then it is none', text => {
    expect(() => parseCertificate(text, 'a file')).toThrow(
      expect.objectContaining({ code: 'LP_ERASURE_CERTIFICATE_UNFIT' }),
    );
  });
});

function changedBy(value: unknown, n: number): unknown {
  if (typeof value === 'string') return `${value}${n}`;
  if (typeof value === 'number') return value + n;
  if (typeof value === 'boolean') return !value;
  return Array.isArray(value) ? [...value, ...value] : { ...(value as object), records: n + 1_000, version: n + 1_000 };
}
