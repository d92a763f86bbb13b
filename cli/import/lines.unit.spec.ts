import { describe, expect, test } from 'vitest';
import { type Line, linesOf } from './lines.ts';

async function read(text: string | Buffer, chunk: number, longest?: number): Promise<Line[]> {
  const bytes = Buffer.from(text as string);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += chunk) yield bytes.subarray(at, at + chunk);
  }
  const all: Line[] = [];
  for await (const { lines } of linesOf(chunks(), longest)) all.push(...lines);
  return all;
}

describe('the lines of a file', () => {
  test.each([1, 2, 3, 5, 100])('are the same however it is cut (%i bytes)', async chunk => {
    expect(await read('{"a":"ü"}\n\n{"b":"日本"}\r\n \n{"c":1}', chunk)).toEqual([
      { number: 1, text: '{"a":"ü"}' },
      { number: 3, text: '{"b":"日本"}\r' },
      { number: 5, text: '{"c":1}' },
    ]);
  });

  test('need no break at the end, and may begin with a byte order mark', async () => {
    expect(await read('\ufeff{}\n{}\n', 4)).toEqual([
      { number: 1, text: '{}' },
      { number: 2, text: '{}' },
    ]);
    expect(await read('', 4)).toEqual([]);
  });

  test.each([1, 3, 64])('that are too long are named, not held; the next ones are read (%i bytes)', async chunk => {
    expect(await read(`${'x'.repeat(11)}\n{}\n${'y'.repeat(40)}`, chunk, 10)).toEqual([
      { number: 1, fault: 'is longer than 10 bytes' },
      { number: 2, text: '{}' },
      { number: 3, fault: 'is longer than 10 bytes' },
    ]);
  });

  test('that are no UTF-8 are named', async () => {
    expect(await read(Buffer.from([0xff, 0x0a, 0x7b, 0x7d]), 10)).toEqual([
      { number: 1, fault: 'is not UTF-8 text' },
      { number: 2, text: '{}' },
    ]);
  });
});
