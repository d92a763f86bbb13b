import { expect, it } from 'vitest';
import { intoImports, intoList, intoNames } from './edits.ts';

const file = `import {
  one,
} from './one.ts';
import { two } from './two.ts';

const first = [one({ a: [1] })];
export const list = [
  one,
  two({
    b: [],
  }),
];
const other = [
];
`;

it('given the line that opens a list, then its end gets one more entry, and nothing else changes', () => {
  const changed = intoList('list.ts', 'export const list = [', 'three({\n  c: 1,\n}),').change(file);
  expect(changed).toBe(file.replace('  }),\n];', '  }),\n  three({\n    c: 1,\n  }),\n];'));
});

it('given a list within another, then its own end is found', () => {
  const nested = 'a({\n  tags: [\n    { x: [1] },\n  ],\n  more: [],\n});\n';
  expect(intoList('a.ts', 'tags: [', '{ y: 1 },').change(nested)).toBe(
    nested.replace('  ],\n', '    { y: 1 },\n  ],\n'),
  );
});

it('given imports of one line and of several, then the new one comes after the last', () => {
  const added = intoImports('list.ts', "import { three } from './three.ts';").change(file);
  expect(added).toBe(file.replace("two.ts';\n", "two.ts';\nimport { three } from './three.ts';\n"));
});

it('given a list of names, then it stays sorted', () => {
  expect(intoNames('names.json', ['b', 'a']).change('["c"]\n')).toBe('["a","b","c"]\n');
});

it.each([
  [intoList('list.ts', 'export const lost = [', 'x,'), file],
  [intoList('list.ts', 'export const list = [', 'x,'), 'export const list = [\n'],
  [intoImports('list.ts', "import 'x';"), 'const one = 1;\n'],
  [intoNames('list.ts', ['x']), '{}'],
  [intoNames('list.ts', ['x']), ''],
])('given a file without the place, then it is refused by name, %#', ({ change }, text) => {
  expect(() => change(text)).toThrow(
    expect.objectContaining({ code: 'LP_NEW_PLACE_MISSING', message: expect.stringContaining('list.ts') }),
  );
});
