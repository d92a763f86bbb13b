import { describe, expect, it } from 'vitest';
import { brokenPromises, lostOperations, unsettled } from './refusals.ts';
import { incompatibilities, wronglyListed } from './schemas.ts';
import { readState } from './state.ts';

/** Of this checkout. That each of these finds what it is for is shown in refusals.unit.spec.ts. */
const state = await readState();

describe('given what was released so far', () => {
  it('then frozen files are as they were released', () => {
    expect(brokenPromises(state)).toEqual([]);
  });

  it('then each schema is frozen, or listed in schemas/releases/unreleased.json', () => {
    expect(wronglyListed(state.schemas, state.unreleased)).toEqual([]);
  });

  it.each(state.schemas)('then $folder and its frozen versions read each other', schema => {
    expect(incompatibilities(schema)).toEqual([]);
  });

  it('then the API has every operation of the last release', () => {
    expect(lostOperations(state)).toEqual([]);
  });

  it('then nothing breaks a client of the last release that nobody answers for in api/released/accepted.txt', () => {
    expect(unsettled(state)).toEqual([]);
  });
});
