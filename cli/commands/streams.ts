import { Command } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { runRoles } from '../up/run.ts';
import { processorNames, processorsNamed } from '../up/streams.ts';

const help = `
Joins the groups of its processors: partitions are shared among all processes that run
the same ones, and taken over where one ends. It uses the servers that were given, or
the local stack of a \`longplay up\` that runs here.

  npx longplay streams                            every processor
  npx longplay streams --only payments,stock      these two`;

export function streamsCommand(context: CliContext): Command {
  return new Command('streams')
    .summary('run stream processors')
    .description('Run stream processors in this process.')
    .option('--only <names>', 'processors to run, with commas between them', processorNames().join(','))
    .addHelpText('after', help)
    .action(async ({ only }: { only: string }) => {
      const names = only.split(',').map(name => name.trim());
      processorsNamed(names);
      const roles = { local: 'attach', fresh: false, streams: names, api: false } as const;
      context.exitCode = await runRoles(loadSettings(context.env), roles, context);
    });
}
