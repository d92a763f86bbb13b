import { expect, it } from 'vitest';
import { render } from './html.ts';
import { ago, lengthText, timeText } from './times.ts';

it.each([
  [0, '0 ms'],
  [850, '850 ms'],
  [4_230, '4.2 s'],
  [9_960, '10 s'],
  [59_960, '1 min'],
  [60_000, '1 min'],
  [185_000, '3 min 5 s'],
  [3_600_000, '1 h'],
  [187_200_000, '2 d 4 h'],
  [-4_200, '−4.2 s'],
])('%i ms is %s', (ms, text) => {
  expect(lengthText(ms)).toBe(text);
});

it('a moment says how long ago, and when', () => {
  const at = Date.UTC(2026, 10, 21, 10);
  expect(render(ago(at, at + 61_000))).toBe(
    '<time datetime="2026-11-21T10:00:00.000Z" title="2026-11-21 10:00:00 UTC">1 min 1 s ago</time>',
  );
  expect(render(ago(at, at - 5_000))).toContain('>in 5.0 s<');
  expect(render(ago(at, at))).toContain('>now<');
  expect(render(ago(null))).toContain('never');
  expect(timeText(at)).toBe('2026-11-21 10:00:00');
});
