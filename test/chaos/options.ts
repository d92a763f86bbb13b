import { parseArgs } from 'node:util';

export type ChaosOptions = {
  /** How many orders are placed. Default 60,000. */
  readonly orders: number;
  /** Orders a second. Default 200. More than the machine carries: the queues grow, and are worked off afterwards. */
  readonly rate: number;
  /** Worker processes. Default 3; with 1 nobody takes over until it is back. */
  readonly workers: number;
  /** Decides the orders and the faults. Default: another one each time; it is printed. */
  readonly seed: number;
  /** Keeps data and logs also after a success. Default false; after a failure they are always kept. */
  readonly keep: boolean;
  /** Prints one JSON document instead of the report. Default false. */
  readonly json: boolean;
};

export const usage = `Three worker processes on a real broker, while everything around them fails; then the books are checked.

  npm run chaos -- [options]

  --orders N     how many orders are placed (60000)
  --rate R       orders a second (200)
  --minutes M    how long orders are placed, in place of --orders
  --workers N    worker processes (3)
  --seed S       decides the orders and the faults (another one each time)
  --keep         keep data and logs, also after a success
  --json         print one JSON document

Exit code 0: everything held. 1: something did not. 2: it could not run.
`;

/** The options, or what is wrong with them; null: help was asked for. */
export function parseOptions(args: readonly string[]): ChaosOptions | { readonly wrong: string } | null {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        orders: { type: 'string' },
        rate: { type: 'string', default: '200' },
        minutes: { type: 'string' },
        workers: { type: 'string', default: '3' },
        seed: { type: 'string', default: String(1 + (Date.now() % 1_000_000)) },
        keep: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    const rate = number('rate', values.rate, 1, 10_000);
    if (values.orders !== undefined && values.minutes !== undefined) throw new Error('Give --orders or --minutes.');
    const minutes = values.minutes === undefined ? null : Number(values.minutes);
    if (minutes !== null && !(minutes > 0 && minutes <= 600)) throw new Error('--minutes must lie between 0 and 600.');
    return {
      orders:
        minutes === null ? number('orders', values.orders ?? '60000', 1, 10_000_000) : Math.ceil(minutes * 60 * rate),
      rate,
      workers: number('workers', values.workers, 1, 20),
      seed: number('seed', values.seed, 0, 0xffff_ffff),
      keep: values.keep,
      json: values.json,
    };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

function number(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new Error(`--${name} must be a whole number from ${least} to ${most}, not ${text}.`);
  }
  return value;
}
