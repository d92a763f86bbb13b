import { describe, expect, it } from 'vitest';
import { main } from '../longplay.ts';

async function load(...argv: readonly string[]) {
  let said = '';
  const stderr = { write: (text: string) => (said += text) } as never;
  const exitCode = await main(['load', ...argv], { env: {}, stdout: stderr, stderr });
  return { exitCode, said };
}

describe('the options of longplay load', () => {
  it.each([
    [[], /Required option '--orders <n>'/],
    [['--orders', '5'], /Required option '--rate <r>'/],
    [['--orders', '1.5', '--rate', '1'], /--orders <n>.*whole number from 1 to/],
    [['--orders', '0', '--rate', '1'], /--orders <n>.*whole number from 1 to/],
    [['--orders', '1', '--rate', '0'], /--rate <r>.*number from 0.01 to/],
    [['--orders', '1', '--rate', 'fast'], /--rate <r>.*number from 0.01 to/],
    [['--orders', '1', '--rate', '1', '--poison', '101'], /--poison <percent>.*number from 0 to 100/],
    [['--orders', '1', '--rate', '1', '--seed', '-1'], /--seed <s>.*whole number from 0 to 4294967295/],
    [['--orders', '1', '--rate', '1', '--patience', '0'], /--patience <seconds>.*number from 0.1/],
  ])('refuses %j with exit code 2', async (argv, message) => {
    const { exitCode, said } = await load(...argv);
    expect(exitCode).toBe(2);
    expect(said).toMatch(/^error LP_CLI_USAGE/);
    expect(said).toMatch(message);
  });
});
