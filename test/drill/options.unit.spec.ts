import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('the options of a drill', () => {
  it('given its name alone, then they are those of the full one', () => {
    expect(parseOptions(['rebuild'])).toMatchObject({
      drill: 'rebuild',
      rate: 200,
      kills: 10,
      freezes: 2,
      keep: false,
    });
    expect(parseOptions(['compacted'])).toEqual({ drill: 'compacted', events: 1_000_000, keys: 200_000, json: false });
    expect(parseOptions(['farm'])).toEqual({ drill: 'farm', positions: 10_000, poison: 100, workers: 2, json: false });
    expect(parseOptions(['rebuild', '--seed', '7', '--kills', '2'])).toMatchObject({ seed: 7, kills: 2 });
  });

  it.each([
    [[], 'Say which drill: rebuild, compacted or farm.'],
    [['swap'], 'Say which drill: rebuild, compacted or farm.'],
    [['rebuild', '--kills', 'some'], '--kills must be a whole number from 0 to 1000, not some.'],
    [['compacted', '--events', '10', '--keys', '11'], '--keys must be a whole number from 1 to 10, not 11.'],
    [['farm', '--positions', '40', '--poison', '21'], '--poison must be a whole number from 1 to 20, not 21.'],
    [['farm', '--keys', '5'], '--keys is no option of farm.'],
    [['compacted', '--rate', '5'], '--rate is no option of compacted.'],
  ])('given %j, then it says what is wrong', (args, wrong) => {
    expect(parseOptions(args)).toEqual({ wrong });
  });

  it('given --help, then nothing is run', () => {
    expect(parseOptions(['--help'])).toBeNull();
  });
});
