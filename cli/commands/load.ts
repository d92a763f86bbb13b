import { randomInt } from 'node:crypto';
import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { loadCommandRun } from '../load/command.ts';

const help = `
Makes sure of products, customers and stock of its own, places the orders, plays the customers
and the warehouse, waits until every order is at rest, and holds what the topics say of them to
the laws: money taken is the value of what was kept, what left the stock is what was sent and not
put back, nothing stays reserved, versions only grow. Some albums are bought more often than
others; some customers come again, some are declined by the payment stand-in, some cancel, some
send back; some editions are too small for all who want them.

A seed has ids of its own, all with load-SEED- in them: another seed never meets them, and the
same one again places only what is missing. There are 500 customers for every 2,000 orders, so
that none orders as often as fraud's rules allow (30 times in 10 minutes); those whose card is
declined again and again are flagged, as they should be.

Progress and logs go to standard error. Ctrl-C ends the placing, and what was placed is waited
for; once more ends at once. Nothing of what it brought in is taken out of the shop again.

Exit code 0: every order came to rest, and the laws held. 1: a law is broken, or orders are not at
rest. 2: could not run.

  npx longplay load --orders 1000 --rate 20
  npx longplay load --orders 60000 --rate 200 --seed 7 --json`;

type Options = {
  orders: number;
  rate: number;
  poison: number;
  seed?: number;
  warehouse: boolean;
  patience: number;
  json: boolean;
};

const SEEDS = 2 ** 32;

export function loadCommand(context: CliContext): Command {
  return new Command('load')
    .summary('place orders at a rate in a running shop, and check the books')
    .description('Place orders at a rate in a running shop, play everybody outside, and check the books.')
    .addOption(new Option('--orders <n>', 'how many').argParser(between(1, 10_000_000, true)).makeOptionMandatory())
    .addOption(new Option('--rate <r>', 'orders a second').argParser(between(0.01, 10_000)).makeOptionMandatory())
    .addOption(
      new Option(
        '--poison <percent>',
        'so many records that cannot be read for 100 orders; the message hospital parks them',
      )
        .argParser(between(0, 100))
        .default(0),
    )
    .addOption(
      new Option('--seed <s>', 'decides everything (default: another one each time; it is told)').argParser(
        between(0, SEEDS - 1, true),
      ),
    )
    .option('--warehouse', 'pack, dispatch and deliver; harmless beside --auto-warehouse', true)
    .option('--no-warehouse', 'leave that to whoever does it')
    .addOption(
      new Option('--patience <seconds>', 'give up after so long without any order coming to rest')
        .argParser(between(0.1, 86_400))
        .default(120),
    )
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', help)
    .action(async ({ seed = randomInt(SEEDS), patience, json, ...plan }: Options) => {
      const settings = loadSettings(context.env);
      context.exitCode = await loadCommandRun(settings, { ...plan, seed, patience: patience * 1_000 }, json, context);
    });
}

const between =
  (least: number, most: number, whole = false) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most && (!whole || Number.isSafeInteger(value))) return value;
    throw new InvalidArgumentError(`It takes a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
  };
