import { Command } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { runRoles } from '../up/run.ts';
import { processorNames } from '../up/streams.ts';

const help = `
Starts Kafka, the schema registry and Postgres on this machine, creates topics and
registers schemas, runs every stream processor, keeps the read models and serves the
API. Ctrl-C stops all of it.

Where KAFKA_BROKERS, SCHEMA_REGISTRY_URL or DATABASE_URL are set, those servers are
used instead. All settings: docs/reference/config.md.

  npx longplay up                 everything on this machine
  npx longplay up --fresh         the same, with empty data
  PORT=9000 npx longplay up       the API on another port`;

export function upCommand(context: CliContext): Command {
  return new Command('up')
    .summary('run everything in one process')
    .description('Run everything in one process.')
    .option('--auto-warehouse', 'a stand-in packs, dispatches and delivers every order by itself', false)
    .option('--auto-rebuild', 'rebuild read models that were built by other code than today’s', false)
    .option('--fresh', 'delete the local data first (downloads are kept)', false)
    .addHelpText('after', help)
    .action(
      async ({ fresh, autoRebuild, autoWarehouse }: Record<'fresh' | 'autoRebuild' | 'autoWarehouse', boolean>) => {
        const roles = {
          local: 'start',
          fresh,
          streams: processorNames(),
          projections: true,
          autoRebuild,
          api: true,
          warehouse: autoWarehouse,
        } as const;
        context.exitCode = await runRoles(loadSettings(context.env), roles, context);
      },
    );
}
