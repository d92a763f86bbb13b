import { Command, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { adoptInputOf } from '../streams/adopt.ts';
import { streamsStatus } from '../streams/status.ts';
import { runRoles } from '../up/run.ts';
import { processorNames, processorsNamed } from '../up/streams.ts';

const help = `
Joins the groups of its processors: partitions are shared among all processes that run
the same ones, and taken over where one ends. It uses the servers that were given, or
the local stack of a \`longplay up\` that runs here.

  npx longplay streams                            every processor
  npx longplay streams --only payments,stock      these two
  npx longplay streams status                     how far each has read`;

const statusHelp = `
Computed from the log alone, whoever runs the processors, and whether anybody does.
\`lag\` counts offsets up to the end, of which some are markers of transactions.
Exit code 1: something is still to be read.`;

const adoptHelp = `
For a topic that a processor reads since a new version, and after a loss of positions:
without one, a processor refuses to guess where to begin. Stop the processor everywhere
first; nothing but the missing positions is changed.

  npx longplay streams adopt payments fraud-flags --from earliest`;

export function streamsCommand(context: CliContext): Command {
  return new Command('streams')
    .summary('run stream processors, and see how far they are')
    .description('Run stream processors in this process.')
    .option('--only <names>', 'processors to run, with commas between them', processorNames().join(','))
    .addHelpText('after', help)
    .action(async ({ only }: { only: string }) => {
      const names = only.split(',').map(name => name.trim());
      processorsNamed(names);
      const roles = { local: 'attach', streams: names } as const;
      context.exitCode = await runRoles(loadSettings(context.env), roles, context);
    })
    .addCommand(
      new Command('status')
        .description('How far each processor has read each of its inputs.')
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', statusHelp)
        .action(async ({ json }: { json: boolean }) => {
          context.exitCode = await streamsStatus(loadSettings(context.env), { json }, context);
        }),
    )
    .addCommand(
      new Command('adopt')
        .description('Choose where a processor begins with an input that it has no position for.')
        .argument('<processor>', 'its name')
        .argument('<topic>', 'the input, with or without the installation’s prefix')
        .addOption(
          new Option('--from <where>', 'where to begin').choices(['earliest', 'latest']).makeOptionMandatory(true),
        )
        .addHelpText('after', adoptHelp)
        .action(async (processor: string, topic: string, { from }: { from: 'earliest' | 'latest' }) => {
          context.exitCode = await adoptInputOf(loadSettings(context.env), { processor, topic, from }, context);
        }),
    );
}
