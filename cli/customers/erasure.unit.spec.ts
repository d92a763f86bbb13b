import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type Content, certify } from '../../runtime/erasure/certificate.ts';
import { main } from '../longplay.ts';
import { readTexts } from './texts.ts';

const folder = mkdtempSync(join(tmpdir(), 'longplay-certificate-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string, content: string): string => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};

async function longplay(...argv: string[]) {
  const printed = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr') =>
    ({
      write: (text: string) => {
        printed[name] += text;
      },
    }) as unknown as NodeJS.WriteStream;
  const exitCode = await main(['customers', 'erasure', ...argv], {
    env: { LONGPLAY_HOME: folder },
    stdout: stream('stdout'),
    stderr: stream('stderr'),
  });
  return { exitCode, ...printed };
}

const content = (findings: Content['findings'] = []): Content => ({
  certificate: 'longplay-erasure',
  version: 1,
  customerId: 'customer-2',
  installation: { prefix: 'longplay', clusterId: 'c' },
  erased: {
    topic: 'longplay.customers',
    partition: 1,
    offset: 811,
    version: 7,
    requestedAt: null,
    keyDestroyedAt: '2027-03-01T10:00:00.000Z',
  },
  key: { id: 'k', destroyed: true },
  startedAt: '2027-03-01T10:00:30.000Z',
  finishedAt: '2027-03-01T10:00:34.000Z',
  program: '1.2.3',
  texts: 0,
  topics: [{ topic: 't', records: 1200, sealed: 3, partitions: [{ partition: 0, from: 0, to: 1300, records: 1200 }] }],
  tables: [],
  folders: [],
  totals: { records: 1200, rows: 0, files: 0, sealed: 3, unread: 0, findings: findings.length },
  unread: [],
  findings,
  clean: findings.length === 0,
});

describe('longplay customers erasure --verify', () => {
  it('given a certificate as it was made, then it says so, and what it says: 0; with findings: 1, and where', async () => {
    const clean = await longplay('--verify', file('clean', JSON.stringify(certify(content()), null, 2)));
    expect(clean).toMatchObject({ exitCode: 0, stderr: '' });
    expect(clean.stdout).toMatch(/is as it was made\ncustomer-2: nothing that can be read is left\n/);
    expect(clean.stdout).toContain('1,200 records of 1 topics');
    const unread = [{ why: 'compressed', place: { file: 'a.gz', at: 0 } }];
    const { totals, ...rest } = content();
    const partly = certify({ ...rest, totals: { ...totals, unread: 1 }, unread });
    const { stdout } = await longplay('--verify', file('partly', JSON.stringify(partly)));
    expect(stdout).toContain('customer-2: nothing was found where it could be looked for\n');
    expect(stdout).toContain('a.gz from byte 0: compressed\n');
    const findings: Content['findings'] = [
      { what: 'plain-text', place: { topic: 't', partition: 0, offset: 9 } },
      { what: 'text', place: { table: 'api.notes', row: '4' } },
    ];
    const failed = await longplay('--verify', file('failed', JSON.stringify(certify(content(findings)))));
    expect(failed.exitCode).toBe(1);
    expect(failed.stdout).toContain(
      '    t[0]@9: a personal field can be read\n    api.notes 4: one of the given texts',
    );
  });

  it('given one that was changed, then it says what is wrong: 1; given something else: 2', async () => {
    const changed = file('changed', JSON.stringify({ ...certify(content()), customerId: 'customer-3' }));
    const { exitCode, stdout } = await longplay('--verify', changed, '--json');
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      valid: false,
      customerId: 'customer-3',
      faults: [expect.stringContaining('SHA-256')],
    });
    const none = await longplay('--verify', file('none', '{}'));
    expect([none.exitCode, none.stderr]).toEqual([2, expect.stringMatching(/^error LP_ERASURE_CERTIFICATE_UNFIT/)]);
  });

  it.each([[['--verify', 'a', 'customer-2']], [['--verify', 'a', '--scan']], [[]], [['customer-2', '--folder', 'a']]])(
    'given %j, then it is refused',
    async argv => {
      expect(await longplay(...argv)).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('LP_CLI_USAGE') });
    },
  );
});

describe('the texts to look for', () => {
  it('given a file, then each line is one, once; a short one is refused by its line and not quoted', async () => {
    expect(await readTexts(file('texts', 'Zoë Ł.\r\n\n  +49 711  \nZoë Ł.\n'))).toEqual(['Zoë Ł.', '+49 711']);
    const short = readTexts(file('short', 'Zoë Ł.\nAnna\n'));
    await expect(short).rejects.toThrow('Line 2 of the texts has fewer than 5 bytes.');
    await expect(readTexts(join(folder, 'nowhere'))).rejects.toThrow(
      expect.objectContaining({ code: 'LP_ERASURE_TEXTS_UNFIT' }),
    );
  });
});
