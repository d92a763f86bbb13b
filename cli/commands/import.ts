import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { CliContext } from '../context.ts';
import { importCommandRun } from '../import/command.ts';
import { type KindName, shapes } from '../import/shapes.ts';

const help = `
FILE holds one JSON document a line:

  products    {"sku", "title", "artist", "album"?, "genre"?, "format", "price": {"amount", "currency"}}
  customers   {"customerId", "name"?, "email"?, "phone"?, "company"?, "address"?: {"street", "city", …}}
  stock       {"sku", "quantity", "receiptId"?, "reference"?}: goods received
  orders      {"orderId", "customerId", "placedAt"?, "shippingAddress"?, "note"?, "total"?,
              "lines": [{"sku", "quantity", "unitPrice"?}]}

Amounts are whole numbers of minor units. A line that is wrong is refused, and the others go on.
Importing a file again changes nothing: what the shop holds already is not sent, orders keep
their id, and a receipt is known by its receiptId, else by the file's content and its line.

Exit code 0: everything is in the shop (an order that ended REJECTED is in it). 1: lines were
refused or rejected, or the time for waiting was over. 2: could not run, or was interrupted.

  npx longplay import products products.ndjson
  npx longplay import orders orders.ndjson --wait --timeout 600 --json`;

type Options = { again?: string; wait: boolean; timeout?: number; refused?: string; json: boolean };

export function importCommand(context: CliContext): Command {
  return new Command('import')
    .summary('bring products, customers, stock or orders from a file into the shop')
    .description('Bring products, customers, stock or orders from a file into the shop.')
    .addArgument(new Argument('<what>', 'what the file holds').choices(Object.keys(shapes)))
    .argument('<file>', 'a file of one JSON document a line')
    .option('--again <name>', 'count everything in the file as new, once for each name')
    .option('--wait', 'until every line is decided, and every order at rest', false)
    .addOption(new Option('--timeout <seconds>', 'wait no longer than this').argParser(seconds))
    .option('--refused <report>', 'a file to write every refused line to: where, which fields, why')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', help)
    .action(async (what: KindName, path: string, { again, wait, timeout, refused, json }: Options) => {
      if (timeout !== undefined && !wait) {
        throw new LongplayError('LP_CLI_USAGE', '--timeout says how long to wait, and --wait is missing.');
      }
      const options = {
        kind: what,
        path,
        again: again ?? null,
        wait: wait ? (timeout ?? Number.POSITIVE_INFINITY) : null,
        refused: refused ?? null,
        json,
      };
      context.exitCode = await importCommandRun(loadSettings(context.env), options, context);
    });
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value * 1_000;
  throw new InvalidArgumentError('It takes a number of seconds.');
}
