import { describe, expect, it } from 'vitest';
import { parseOptions } from './options.ts';

describe('the options of a chaos run', () => {
  it('given nothing, then it is 60,000 orders at 200 a second to three workers', () => {
    expect(parseOptions([])).toMatchObject({ orders: 60_000, rate: 200, workers: 3, keep: false, json: false });
  });

  it('given minutes, then they are the orders at that rate', () => {
    expect(parseOptions(['--minutes', '1.5', '--rate', '80', '--seed', '3'])).toMatchObject({ orders: 7_200, seed: 3 });
  });

  it.each([
    [['--orders', 'many'], '--orders must be a whole number from 1 to 10000000, not many.'],
    [['--workers', '0'], '--workers must be a whole number from 1 to 20, not 0.'],
    [['--orders', '5', '--minutes', '1'], 'Give --orders or --minutes.'],
    [['--minutes', '0'], '--minutes must lie between 0 and 600.'],
  ])('given %j, then it says what is wrong', (args, wrong) => {
    expect(parseOptions(args)).toEqual({ wrong });
  });

  it('given --help, then nothing is run', () => {
    expect(parseOptions(['--help'])).toBeNull();
  });
});
