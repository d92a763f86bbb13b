import { describe, expect, it } from 'vitest';
import { preconditionOf } from './preconditions.ts';

const owned = { topic: 'products', key: 'lp-1' };
const tag = (version: number) => `"${version}-${'x'.repeat(27)}"`;
const ask = (headers: object, version: number | null, of: typeof owned | undefined = owned) =>
  preconditionOf({ versions: { of: async () => version } }, { headers: headers as Record<string, string> }, of);
const rests = (version: number) => ({ restsOn: [{ ...owned, version }], failed: null });
const none = { restsOn: [], failed: null };
const failed = { failed: { status: 412, code: 'LP_API_PRECONDITION_FAILED' } };

describe('If-Match', () => {
  it.each([
    ['the version that is there', tag(3), 3, rests(3)],
    ['one of several', `${tag(2)}, "other", ${tag(3)}`, 3, rests(3)],
    ['a version that is not here yet: its owner knows', tag(4), 3, rests(4)],
    ['any version, and there is one', '*', 3, none],
    ['one that was overtaken', tag(2), 3, { restsOn: [{ ...owned, version: 2 }], ...failed }],
    ['a weak one, which never matches', `W/${tag(3)}`, 3, failed],
    ['none of ours', '"abc"', 3, failed],
    ['any version, and there is none', '*', null, failed],
  ])('names %s', async (_, header, version, expected) =>
    expect(await ask({ 'if-match': header }, version)).toMatchObject(expected),
  );
});

describe('If-None-Match', () => {
  it.each([
    ['*, and nothing is there', '*', null, rests(0)],
    ['*, and something is', '*', 1, failed],
    ['the version that is there', tag(1), 1, failed],
    ['another one', tag(2), 1, none],
  ])('%s', async (_, header, version, expected) =>
    expect(await ask({ 'if-none-match': header }, version)).toMatchObject(expected),
  );
});

it('nothing is asked where nobody makes a condition, or there is nothing to make one of', async () => {
  const refuse = { versions: { of: () => Promise.reject(new Error('asked')) } };
  expect(await preconditionOf(refuse, { headers: {} }, owned)).toEqual(none);
  expect(await preconditionOf(refuse, { headers: { 'if-match': tag(1) } }, undefined)).toEqual(none);
});
