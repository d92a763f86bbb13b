import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { LongplayError } from '../runtime/errors.ts';
import { customersCommand } from './commands/customers.ts';
import { hospitalCommand } from './commands/hospital.ts';
import { importCommand } from './commands/import.ts';
import { keysCommand } from './commands/keys.ts';
import { loadCommand } from './commands/load.ts';
import { logCommand } from './commands/log.ts';
import { newCommand } from './commands/new.ts';
import { ordersCommand } from './commands/orders.ts';
import { projectionsCommand } from './commands/projections.ts';
import { apiCommand } from './commands/roles.ts';
import { schemasCommand } from './commands/schemas.ts';
import { streamsCommand } from './commands/streams.ts';
import { tailCommand } from './commands/tail.ts';
import { topicsCommand } from './commands/topics.ts';
import { upCommand } from './commands/up.ts';
import { vaultCommand } from './commands/vault.ts';
import type { CliContext } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { reportError } from './report-error.ts';

/** One file a command. Each builds its own `Command`; its action sets `context.exitCode`. */
const commands: readonly ((context: CliContext) => Command)[] = [
  upCommand,
  streamsCommand,
  projectionsCommand,
  apiCommand,
  hospitalCommand,
  ordersCommand,
  customersCommand,
  importCommand,
  loadCommand,
  logCommand,
  vaultCommand,
  keysCommand,
  tailCommand,
  topicsCommand,
  schemasCommand,
  newCommand,
];

export async function main(argv: readonly string[], outside: Partial<CliContext> = {}): Promise<ExitCode> {
  const { env, stdout, stderr } = { ...process, ...outside };
  const context: CliContext = { env, stdout, stderr, exitCode: exitCodes.done };
  try {
    await program(context).parseAsync(argv, { from: 'user' });
    return context.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.done;
    reportError(error instanceof CommanderError ? usage(error) : error, context);
    return exitCodes.couldNotRun;
  }
}

function program(context: CliContext): Command {
  const root = new Command('longplay')
    .description(`${manifest.description}\nExit code 0: done; 1: the answer is no; 2: could not run.`)
    .version(manifest.version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help');
  for (const command of commands) root.addCommand(command(context));
  for (const command of withAllBelow(root)) {
    command.exitOverride().configureOutput({
      writeOut: text => context.stdout.write(text),
      writeErr: () => {},
      // The error itself, and the help that commander prints for a missing command, is reported by main().
      outputError: () => {},
    });
  }
  return root;
}

const withAllBelow = (command: Command): readonly Command[] => [command, ...command.commands.flatMap(withAllBelow)];

function usage(error: CommanderError): LongplayError {
  if (error.code === 'commander.help') return new LongplayError('LP_CLI_USAGE', 'No command was given.');
  const text = error.message.replace(/^error: /, '').replaceAll('\n', ' ');
  return new LongplayError(
    'LP_CLI_USAGE',
    `${text.charAt(0).toUpperCase()}${text.slice(1)}`.replace(/([^.?!)])$/, '$1.'),
  );
}
