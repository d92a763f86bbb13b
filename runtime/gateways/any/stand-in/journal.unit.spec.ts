import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ledgerFolder } from '../../payments/testing/stand-in.ts';
import { openJournal } from './journal.ts';

const pathOf = async () => join(await ledgerFolder(), 'deep', 'ledger.ndjson');

function open(path: string) {
  const journal = openJournal<{ n: number | string }>(path);
  onTestFinished(journal.close);
  return journal;
}

describe('given a journal', () => {
  it('when it is opened again, then everything is there', async () => {
    const path = await pathOf();
    const first = open(path);
    first.append({ n: 1 });
    first.append({ n: 'ü\n' });
    expect(open(path).entries).toEqual([{ n: 1 }, { n: 'ü\n' }]);
  });

  it('when its process was killed within a line, then that line never was, and the next one is whole', async () => {
    const path = await pathOf();
    open(path).append({ n: 1 });
    appendFileSync(path, '{"n":');
    const again = open(path);
    expect(again.entries).toEqual([{ n: 1 }]);
    again.append({ n: 2 });
    expect(readFileSync(path, 'utf8')).toBe('{"n":1}\n{"n":2}\n');
  });

  it('when a line within is damaged, then it is not opened', async () => {
    const path = await pathOf();
    open(path);
    writeFileSync(path, '{"n":1}\n{"n":\n{"n":3}\n');
    expect(() => open(path)).toThrow(
      expect.objectContaining({
        code: 'LP_STANDIN_LEDGER_DAMAGED',
        message: expect.stringContaining('line 2 is no JSON'),
      }),
    );
  });

  it('when another program writes to it, then it writes no more', async () => {
    const path = await pathOf();
    const first = open(path);
    open(path).append({ n: 1 });
    expect(() => first.append({ n: 1 })).toThrow('another program has written to it');
  });
});
