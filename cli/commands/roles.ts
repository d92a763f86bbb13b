import { Command } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { runRoles } from '../up/run.ts';

const servers = `
It uses the servers that were given, or the local stack of a \`longplay up\` that runs
here. It may run many times: `;

/** `longplay api`: only the API. */
export function apiCommand(context: CliContext): Command {
  return new Command('api')
    .summary('serve the API')
    .description('Serve the API, in this process.')
    .addHelpText('after', `${servers}each on its own HOST and PORT.`)
    .action(async () => {
      const roles = { local: 'attach', api: true } as const;
      context.exitCode = await runRoles(loadSettings(context.env), roles, context);
    });
}
