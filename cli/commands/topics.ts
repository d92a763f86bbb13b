import { Command } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { tailCommandRun } from '../tail/command.ts';
import { listTopics, topicsText } from '../tail/topics.ts';
import { type TailOptions, withTailOptions } from './tail.ts';

export function topicsCommand(context: CliContext): Command {
  return new Command('topics')
    .summary('list topics, or show the events of one')
    .description('List topics, or show the events of one.')
    .addCommand(listCommand(context))
    .addCommand(tailTopicCommand(context));
}

const listCommand = (context: CliContext): Command =>
  new Command('list')
    .description('List every topic: who writes it, what it holds, and how much of it there is.')
    .option('--json', 'print one JSON document', false)
    .action(async ({ json }: { json: boolean }) => {
      const connection = await openConnection(loadSettings(context.env), context);
      try {
        const listed = await listTopics(connection);
        context.stdout.write(json ? `${JSON.stringify({ topics: listed })}\n` : topicsText(listed));
      } finally {
        await connection.close();
      }
    });

const tailTopicCommand = (context: CliContext): Command =>
  withTailOptions(new Command('tail').description('Show the events of one topic as they happen.'))
    .argument('<topic>', 'its name, without the prefix')
    .action(async (topic: string, { order, from, json }: TailOptions) => {
      const options = { topics: [topic], order: order ?? null, from, json };
      context.exitCode = await tailCommandRun(loadSettings(context.env), options, context);
    });
