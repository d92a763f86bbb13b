import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { exportCommandRun } from '../log/export.ts';
import { importCommandRun } from '../log/import.ts';

const exportHelp = `
Copies every topic while the shop works; then writes are refused (503, with Retry-After) until
everything is read, no effect waits for its answer, and what came meanwhile is copied too. Open
orders stay open. What personal data is sealed with is not in it: npx longplay vault export.

Broken off, it is run again with the same folder, and goes on. Progress goes to standard error.
Exit code 0: complete. 2: it could not come to rest, or run; the message names who is not done.

  npx longplay log export /backup/monday
  npx longplay log export /backup/move --hold        to move: nothing is taken after the copy`;

const importHelp = `
Into an installation that holds nothing: set LONGPLAY_PREFIX to a new one. LONGPLAY_PARTITIONS may
be another than it was: that is how a shop gets more partitions. Files are checked before anything
is written; schemas get the ids of this registry; every processor begins at the end, and what was
open goes on where it was. Read models are built from the log when it is started.

Broken off, it is run again, and goes on where it was; until it is done, nothing starts on it.
Exit code 0: done. 2: refused, or could not run.

  LONGPLAY_PREFIX=shop2 LONGPLAY_PARTITIONS=6 npx longplay log import /backup/move`;

type Export = { timeout: number; hold: boolean; json: boolean };
type Import = { withoutVault: boolean; json: boolean };

export function logCommand(context: CliContext): Command {
  return new Command('log')
    .summary('export the log, and import it elsewhere')
    .description('Back the log up, restore it, or move it to more partitions.')
    .addCommand(
      new Command('export')
        .description('Copy every topic into a folder, as it stands at one moment of rest.')
        .argument('<dir>', 'a folder that is empty, or of an export that was broken off')
        .addOption(
          new Option('--timeout <seconds>', 'how long the shop may take to come to rest')
            .argParser(seconds)
            .default(300_000, '300'),
        )
        .option('--hold', 'refuse writes after the copy too, until Ctrl-C', false)
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', exportHelp)
        .action(async (folder: string, { timeout, hold, json }: Export) => {
          const command = { folder, patience: timeout, hold, json };
          context.exitCode = await exportCommandRun(loadSettings(context.env), command, context);
        }),
    )
    .addCommand(
      new Command('import')
        .description('Fill an empty installation with what was exported.')
        .argument('<dir>', 'the folder of a complete export')
        .option('--without-vault', 'also where the vault lacks keys: whose is missing cannot be served', false)
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', importHelp)
        .action(async (folder: string, { withoutVault, json }: Import) => {
          const command = { folder, vault: !withoutVault, json };
          context.exitCode = await importCommandRun(loadSettings(context.env), command, context);
        }),
    );
}

function seconds(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value * 1_000;
  throw new InvalidArgumentError('It takes a number of seconds.');
}
