import { Command, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { tailCommandRun } from '../tail/command.ts';

const help = `
One line an event: time, topic, key, version, what changed, type. Personal fields stay sealed,
and what cannot be read is said to be so. Ctrl-C ends it.

  npx longplay tail                                        everything, as it happens
  npx longplay tail --order o-1 --from beginning           the whole story of one order
  npx longplay tail --topic orders --topic payments --json | jq .status`;

export type TailOptions = { topic?: string[]; order?: string; from: 'beginning' | 'now'; json: boolean };

export function tailCommand(context: CliContext): Command {
  return withTailOptions(new Command('tail'))
    .summary('show events as they happen')
    .description('Show events as they happen.')
    .option('--topic <name...>', 'only this topic; may be given again')
    .addHelpText('after', help)
    .action(async ({ topic = [], order, from, json }: TailOptions) => {
      const options = { topics: topic, order: order ?? null, from, json };
      context.exitCode = await tailCommandRun(loadSettings(context.env), options, context);
    });
}

export const withTailOptions = (command: Command): Command =>
  command
    .option('--order <id>', 'only what belongs to this order')
    .addOption(new Option('--from <where>', 'where to begin').choices(['beginning', 'now']).default('now'))
    .option('--json', 'print one JSON document an event', false);
