import { describe, expect, it } from 'vitest';
import { findIncompatibilities } from '../../schemas/check/incompatibilities.ts';
import { differenceOf, isKnown } from './difference.ts';

const ours = findIncompatibilities({ reader: 'int', writer: 'long' });
const theirs = {
  type: 'TYPE_MISMATCH',
  location: '/',
  message: 'reader type: INT not compatible with writer type: LONG',
};

describe('given an answer of Avro Java', () => {
  it('then another verdict, type or place is a difference', () => {
    expect(differenceOf(ours, { compatible: false, incompatibilities: [theirs] })).toBeNull();
    expect(differenceOf([], { compatible: true })).toBeNull();
    expect(differenceOf(ours, { compatible: true })).toBe('Java says compatible, we the opposite');
    expect(differenceOf([], { compatible: false, incompatibilities: [theirs] })).toBe(
      'Java says incompatible, we the opposite',
    );
    expect(differenceOf(ours, { compatible: false, incompatibilities: [{ ...theirs, location: '/items' }] })).toBe(
      'Java says TYPE_MISMATCH at /items, we TYPE_MISMATCH at /',
    );
  });

  it('then one that threw on the way is known, and one that threw where we refuse too is the same', () => {
    expect(isKnown([], { compatible: false, thrown: 'Reader record field …' })).toBe(true);
    expect(isKnown(ours, { compatible: false, thrown: 'Reader record field …' })).toBe(false);
    expect(differenceOf(ours, { compatible: false, thrown: 'Reader record field …' })).toBeNull();
  });
});
