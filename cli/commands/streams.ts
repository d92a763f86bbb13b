import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { treat } from '../hospital/treat.ts';
import { adoptInputOf } from '../streams/adopt.ts';
import { repairFact, showFact } from '../streams/fact.ts';
import { streamsStatus } from '../streams/status.ts';
import { runRoles } from '../up/run.ts';
import { processorNames, processorsNamed } from '../up/streams.ts';
import { withPatience } from './hospital.ts';

const help = `
Joins the groups of its processors: partitions are shared among all processes that run
the same ones, and taken over where one ends. It uses the servers that were given, or
the local stack of a \`longplay up\` that runs here.

  npx longplay streams                            every processor
  npx longplay streams --only payments,stock      these two
  npx longplay streams status                     how far each has read, and what stands still`;

const statusHelp = `
Computed from the log alone, whoever runs the processors, and whether anybody does.
\`lag\` counts offsets up to the end, of which some are markers of transactions.
Below: which processors were paused or stopped by their breaker, what waits in their hospitals,
since when, and what to do about it.
Exit code 1: something is still to be read, or a processor stands still. Open cases alone don't count.`;

const adoptHelp = `
For a topic that a processor reads since a new version, and after a loss of positions:
without one, a processor refuses to guess where to begin. Stop the processor everywhere
first; nothing but the missing positions is changed.

  npx longplay streams adopt payments fraud-flags --from earliest`;

const pauseHelp = `
On every partition, and after a restart as before: it takes no inputs until it is resumed, and what comes meanwhile
waits on the log. Effects that were begun end; deadlines wait. Cases that an operator retries are treated.

  npx longplay streams pause payments --reason 'provider is down for maintenance' --minutes 30`;

const resumeHelp = `
Ends a pause, and what the storm breaker has stopped: after the cause was corrected and the corrected program
started. It goes on from where it stopped; nothing was skipped.`;

const factHelp = `
As its owner's topic has it, read with today's schema; personal texts stay sealed. The whole
partition is read for it. Exit code 1: there is none.

  npx longplay streams fact orders order-4711 > fact.json`;

const repairHelp = `
Where a fact is wrong, and nothing that could happen by itself will correct it: its owner writes the
file's value as the next fact of the key, with REPAIRED in its history, and everybody who reads it
follows. Take what \`longplay streams fact\` prints, correct it, and leave version and event as they
are: where another fact has come meanwhile, it is refused. Effects and deadlines are what the file says.

  npx longplay streams fact orders order-4711 > fact.json
  npx longplay streams repair orders order-4711 fact.json --reason 'returned by post, agreed with Ann'

Exit code 0: it is written. 1: refused, or nobody runs the processor.`;

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
        .description('How far each processor has read each of its inputs, and what holds it up.')
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
    )
    .addCommand(
      new Command('fact')
        .description('The newest fact of a key, as JSON.')
        .argument('<processor>', 'its owner')
        .argument('<key>', 'the key')
        .addHelpText('after', factHelp)
        .action(async (processor: string, key: string) => {
          context.exitCode = await showFact(loadSettings(context.env), { processor, key }, context);
        }),
    )
    .addCommand(
      withPatience(new Command('repair'))
        .description('Correct a fact: its owner writes a value as the next one of its key.')
        .argument('<processor>', 'its owner')
        .argument('<key>', 'the key')
        .argument('<file>', 'the fact as it is to be, as JSON')
        .requiredOption('--reason <text>', 'why, for whoever looks back')
        .addHelpText('after', repairHelp)
        .action(async (processor: string, key: string, file: string, { reason, patience, json }) => {
          const repair = { processor, key, file, reason, patience, json };
          context.exitCode = await repairFact(loadSettings(context.env), repair, context);
        }),
    )
    .addCommand(
      withPatience(new Command('pause'))
        .description('Let a processor take no inputs.')
        .argument('<processor>', 'its name')
        .requiredOption('--reason <text>', 'why, for whoever finds it paused')
        .addOption(new Option('--minutes <count>', 'go on by itself after so long').argParser(minutes))
        .addHelpText('after', pauseHelp)
        .action(async (processor: string, { reason, minutes: length, patience, json }) => {
          const until = length === undefined ? null : Date.now() + length * 60_000;
          const order = { what: 'pause', processor, until, reason } as const;
          context.exitCode = await treat(loadSettings(context.env), { order, patience, json }, context);
        }),
    )
    .addCommand(
      withPatience(new Command('resume'))
        .description('Let a processor that is paused, or was stopped by the storm breaker, go on.')
        .argument('<processor>', 'its name')
        .option('--reason <text>', 'why, for whoever looks back', 'resumed')
        .addHelpText('after', resumeHelp)
        .action(async (processor: string, { reason, patience, json }) => {
          const order = { what: 'resume', processor, reason } as const;
          context.exitCode = await treat(loadSettings(context.env), { order, patience, json }, context);
        }),
    );
}

function minutes(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 525_600) return value;
  throw new InvalidArgumentError('It has to be a number of minutes, up to 525600.');
}
