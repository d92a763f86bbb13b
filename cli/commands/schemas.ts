import { Command, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { type Format, formats } from '../../schemas/check/render/render.ts';
import { ruleOf, rules } from '../../schemas/check/rules.ts';
import type { CliContext } from '../context.ts';
import { checkSchemas } from '../schemas/check.ts';
import { compareSchemas } from '../schemas/compare.ts';
import { listSchemas, schemasText } from '../schemas/list.ts';
import { type Deployment, deployments } from '../schemas/readers/usage.ts';
import { registerAll } from '../schemas/register.ts';
import { retireVersion } from '../schemas/retire.ts';
import { rulesText } from '../schemas/rules.ts';

const checkHelp = `
One line a finding: file:line:column, what breaks, what mends it, [rule]. Exit code 1:
something breaks; with --strict also where a warning is not accepted.

  npx longplay schemas check                              with all that can be reached
  npx longplay schemas check --against git:origin/main    without any server
  npx longplay schemas check --against topics --replay    read every live record
  npx longplay schemas check orders --format markdown     one schema, for a pull request`;

const compareHelp = `
A schema is a file, a name of the catalogue (orders), a released version (orders@1), or
one at a git ref (git:main:orders). Exit code 1: READER cannot read what WRITER writes.`;

export function schemasCommand(context: CliContext): Command {
  return new Command('schemas')
    .summary('check schemas before they break a reader')
    .description('Check schemas before they break a reader.')
    .addCommand(listCommand(context))
    .addCommand(rulesCommand(context))
    .addCommand(registerCommand(context))
    .addCommand(compareCommand(context))
    .addCommand(checkCommand(context))
    .addCommand(retireCommand(context));
}

const withFormat = (command: Command): Command =>
  command
    .addOption(new Option('--format <format>', 'how to print').choices(formats).default('text'))
    .option('--json', 'print one JSON document, as --format json does', false);

type Formatted = { readonly format: Format; readonly json: boolean };

const formatOf = ({ format, json }: Formatted): Format => (json ? 'json' : format);

const listCommand = (context: CliContext): Command =>
  new Command('list')
    .description('List every schema: its released versions, whether its file differs, and where it is used.')
    .option('--json', 'print one JSON document', false)
    .action(({ json }: { json: boolean }) => {
      const schemas = listSchemas();
      context.stdout.write(json ? `${JSON.stringify({ schemas })}\n` : schemasText(schemas));
    });

const rulesCommand = (context: CliContext): Command =>
  new Command('rules')
    .description('List and explain the rules of a check.')
    .argument('[rule]', 'only this one')
    .option('--json', 'print one JSON document', false)
    .action((id: string | undefined, { json }: { json: boolean }) => {
      const rule = id === undefined ? null : ruleOf(id);
      if (id !== undefined && rule === null) throw new LongplayError('LP_CLI_USAGE', `No rule is named ${id}.`);
      const chosen = rule === null ? rules : [rule];
      context.stdout.write(json ? `${JSON.stringify({ rules: chosen })}\n` : rulesText(chosen));
    });

const registerCommand = (context: CliContext): Command =>
  new Command('register')
    .description('Check every schema against the registry, and register those that are new.')
    .option('--json', 'print one JSON document', false)
    .action(async ({ json }: { json: boolean }) => {
      context.exitCode = await registerAll(loadSettings(context.env), { json }, context);
    });

const compareCommand = (context: CliContext): Command =>
  withFormat(new Command('compare'))
    .description('Whether one schema reads what another writes.')
    .argument('<reader>', 'the schema that reads')
    .argument('<writer>', 'the schema that records were written with')
    .addHelpText('after', compareHelp)
    .action(async (reader: string, writer: string, options: Formatted) => {
      context.exitCode = await compareSchemas({ reader, writer, format: formatOf(options) }, context);
    });

const retireHelp = `
VERSION is the registry's. It is refused where another topic holds records of that schema.
It is dead only when the cleaner has taken the old records: a topic that is quiet is
cleaned once a day. Exit code 1: records are left.

  npx longplay schemas retire orders 1 --dry-run     how many records it is about
  npx longplay schemas retire orders 1               has the processor write them anew`;

type RetireFlags = { readonly dryRun: boolean; readonly patience: string };

const retireCommand = (context: CliContext): Command =>
  new Command('retire')
    .description('Have what is still written with an old version written anew, so that it can go.')
    .argument('<topic>', 'a fact topic, without the prefix')
    .argument('<version>', 'the version that is to go')
    .option('--dry-run', 'only say what it is about', false)
    .option('--patience <seconds>', 'how long to wait for the processor and the cleaner', '60')
    .addHelpText('after', retireHelp)
    .action(async (topic: string, version: string, { dryRun, patience }: RetireFlags) => {
      if (!/^\d+$/.test(patience))
        throw new LongplayError('LP_CLI_USAGE', `--patience takes seconds, not ${patience}.`);
      const retire = { topic, version, dryRun, patience: Number(patience) * 1_000 };
      context.exitCode = await retireVersion(loadSettings(context.env), retire, context);
    });

type CheckFlags = Formatted & {
  readonly against: string;
  readonly strict: boolean;
  readonly replay: boolean;
  readonly details: boolean;
  readonly deploy: Deployment;
};

const checkCommand = (context: CliContext): Command =>
  withFormat(new Command('check'))
    .description('Check the schemas, as their files stand, against what was released, registered and written.')
    .argument('[schemas...]', 'only these; default: all')
    .option('--against <source>', 'git:REF, registry, topics, or all that can be reached', 'all')
    .option('--strict', 'also say no where a warning is not accepted', false)
    .option('--details', 'also print who reads each version, and the level that each schema needs', false)
    .addOption(
      new Option('--deploy <order>', 'how processes are replaced, for the level that is needed')
        .choices(deployments)
        .default('any'),
    )
    .option('--replay', 'also read every live record with the schemas as they stand', false)
    .addHelpText('after', checkHelp)
    .action(async (only: string[], options: CheckFlags) => {
      const { against, strict, replay, details, deploy } = options;
      const check = { against, strict, replay, details, deploy, only, format: formatOf(options) };
      context.exitCode = await checkSchemas(loadSettings(context.env), check, context);
    });
