import { Command } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { vaultExport, vaultImport } from '../vault/command.ts';

const exportHelp = `
The keys of all personal data, in a file that only the passphrase opens; keep both apart from the
log. Whoever has all three can read everything; without the keys nobody can. Make it after the
export of the log, so that it has every key that the log names.

  npx longplay vault export /safe/monday.vault --passphrase-file /safe/passphrase`;

const importHelp = `
All of it or nothing. What is destroyed in the file or here is destroyed afterwards: nobody who was
erased comes back. A key that is another here than in the file refuses the whole import.

  npx longplay vault import /safe/monday.vault --passphrase-file /safe/passphrase`;

type Options = { passphraseFile?: string; json: boolean };

export function vaultCommand(context: CliContext): Command {
  const verbs = [
    ['export', 'Write the keys of personal data into a file.', exportHelp, vaultExport],
    ['import', 'Take the keys of an exported vault into this one.', importHelp, vaultImport],
  ] as const;
  const command = new Command('vault')
    .summary('export the keys of personal data, and import them elsewhere')
    .description('Back up and restore the keys of personal data.');
  for (const [verb, description, help, run] of verbs) {
    command.addCommand(
      new Command(verb)
        .description(description)
        .argument('<file>', verb === 'export' ? 'a file that does not exist yet' : 'what `vault export` has written')
        .option('--passphrase-file <path>', 'a file that holds the passphrase; else VAULT_PASSPHRASE does')
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', help)
        .action(async (file: string, { passphraseFile, json }: Options) => {
          const options = { file, passphraseFile: passphraseFile ?? null, json };
          context.exitCode = await run(loadSettings(context.env), options, context);
        }),
    );
  }
  return command;
}
