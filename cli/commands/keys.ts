import { Command } from 'commander';
import { isKeyId, isScope, type KeyScope, keyLine, keyScopes, newKey, timeOf } from '../../runtime/config/api-keys.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { CliContext } from '../context.ts';
import { exitCodes } from '../exit-codes.ts';

const help = `
Nothing is written anywhere: keep the key where the client finds it, and put the line into
LONGPLAY_API_KEYS, or into the file of LONGPLAY_API_KEYS_FILE, of every process that serves the
API. Only the hash is in the line, so that nobody who reads it can ask.

Scopes: shop places and reads orders, warehouse works on stock and shipments, operator runs the
system, admin may do everything.

  npx longplay keys new --id shop-front --scope shop
  npx longplay keys new --id app-of-anna --scope shop --customer anna --expires 2027-01-01`;

type Options = { id: string; scope: string[]; customer?: string; expires?: string; json: boolean };

export function keysCommand(context: CliContext): Command {
  const command = new Command('keys').summary('make keys of the API').description('Make keys of the API.');
  command.addCommand(
    new Command('new')
      .description('Make a key, and print it once with the line that configures it.')
      .requiredOption('--id <id>', 'who has it: letters, digits, dots and hyphens; stands in logs and in facts')
      .requiredOption('--scope <scope...>', `what it may do: ${keyScopes.join(', ')}`)
      .option('--customer <id>', 'whose orders alone it may see; with the scope shop only')
      .option('--expires <time>', 'when it ends, such as 2027-01-01 or 2027-01-01T00:00:00Z; left out: never')
      .option('--json', 'print one JSON document', false)
      .addHelpText('after', help)
      .action((options: Options) => {
        const wanted = checked(options);
        const key = newKey(wanted.id);
        const line = keyLine(key, wanted);
        context.stdout.write(options.json ? `${JSON.stringify({ ...wanted, key, line })}\n` : textOf(key, line));
        context.exitCode = exitCodes.done;
      }),
  );
  return command;
}

function checked({ id, scope, customer = undefined, expires = undefined }: Options) {
  const scopes = scope.flatMap(text => text.split(','));
  const unknown = scopes.find(text => !isScope(text));
  if (unknown !== undefined) refuse(`--scope ${unknown} is none of ${keyScopes.join(', ')}.`);
  if (!isKeyId(id)) refuse('--id takes 1 to 60 letters, digits, dots and hyphens.');
  if (customer !== undefined && (scopes.join() !== 'shop' || !/^[^\s;#]{1,200}$/.test(customer))) {
    refuse('--customer takes an id without spaces, ; or #, and goes with --scope shop alone.');
  }
  const end = expires === undefined ? null : timeOf(expires);
  if (Number.isNaN(end)) refuse('--expires takes a day or a time with its zone, such as 2027-01-01T00:00:00Z.');
  if (end !== null && end <= Date.now()) refuse(`--expires ${expires} has been already.`);
  return { id, scopes: scopes as KeyScope[], customerId: customer ?? null, expires: expires ?? null };
}

const textOf = (key: string, line: string): string =>
  `The key, which is shown only now:\n  ${key}\nThe line for LONGPLAY_API_KEYS or LONGPLAY_API_KEYS_FILE:\n  ${line}\n`;

function refuse(message: string): never {
  throw new LongplayError('LP_CLI_USAGE', message);
}
