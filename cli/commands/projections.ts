import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { dropGenerations, pauseProjection, resumeProjection } from '../../runtime/projector/pause.ts';
import type { OperationKind, OperationOptions } from '../../runtime/projector/rebuild/operations.ts';
import type { CliContext } from '../context.ts';
import { discardCase, listParked } from '../projections/cases.ts';
import { tryHeal } from '../projections/dry-heal.ts';
import { operate } from '../projections/operate.ts';
import { cancelOpen, type Settled, settle } from '../projections/settle.ts';
import { projectionsStatus } from '../projections/status.ts';
import { runRoles } from '../up/run.ts';

const help = `
Without a command it keeps the read models in Postgres, in this process. It uses the servers that
were given, or the local stack of a \`longplay up\` that runs here. It may run many times:
partitions are shared, and taken over where one ends.

Commands are done by whichever projector process runs, and go on where this one ends. On a
terminal they show a bar; elsewhere a line of JSON a second; with --json one document at the end.
Exit code 0: done. 1: the answer is no (different, failed, cancelled). 2: could not run.

  npx longplay projections status
  npx longplay projections rebuild orders
  npx longplay projections rebuild orders --accept-differences --reason "now with the note"
  npx longplay projections rebuild orders --key o-17      only the rows of one key
  npx longplay projections rebuild orders --key o-17 --dry-run    its rows before and after; writes nothing
  npx longplay projections verify orders                  is it what the log says?
  npx longplay projections cases orders                   what it could not project
  npx longplay projections rollback orders                back to the generation before`;

type Options = {
  key?: string;
  dryRun?: boolean;
  throttle?: number;
  swap?: boolean;
  acceptDifferences?: boolean;
  reason?: string;
  case?: string;
  detach?: boolean;
  json: boolean;
};

export function projectionsCommand(context: CliContext): Command {
  const command = new Command('projections')
    .summary('keep the read models, rebuild and verify them')
    .description('Keep the read models; rebuild, verify, switch and watch them.')
    .option('--auto-rebuild', 'rebuild what was built by other code than today’s', false)
    .addHelpText('after', help)
    .action(async ({ autoRebuild }: { autoRebuild: boolean }) => {
      const roles = { local: 'attach', projections: true, autoRebuild } as const;
      context.exitCode = await runRoles(loadSettings(context.env), roles, context);
    });
  for (const one of [statusCommand, ...operations, ...settling]) command.addCommand(one(context));
  return command;
}

const statusCommand = (context: CliContext): Command =>
  new Command('status')
    .description('How every projection stands, computed from the log and the tables.')
    .option('--json', 'print one JSON document', false)
    .addHelpText('after', '\nExit code 1: one stands still behind the log, or has rows that the log does not say.')
    .action(async ({ json }: { json: boolean }) => {
      context.exitCode = await projectionsStatus(loadSettings(context.env), { json }, context);
    });

type Build = (context: CliContext) => Command;

const named = (name: string, description: string): Command =>
  new Command(name)
    .description(description)
    .argument('<projection>', 'its name')
    .option('--json', 'print one JSON document', false);

const accepting = (command: Command): Command =>
  command
    .option('--accept-differences', 'switch also where the rows differ from the live ones; needs --reason')
    .option('--reason <text>', 'why they are right; it is recorded');

const detachable = (command: Command): Command => command.option('--detach', 'do not wait for the end', false);

const throttled = (command: Command): Command =>
  command.addOption(
    new Option('--throttle <records>', 'load at most so many records a second').argParser(text => {
      const value = Number(text);
      if (Number.isSafeInteger(value) && value > 0) return value;
      throw new InvalidArgumentError('It takes a whole number of records.');
    }),
  );

const operation =
  (kind: OperationKind, command: () => Command): Build =>
  context =>
    command().action(async (projection: string, options: Options) => {
      if (options.dryRun === true) {
        context.exitCode = await tryHeal(loadSettings(context.env), dryAsked(projection, options), context);
        return;
      }
      const asked = { projection, ...askedFor(kind, options), json: options.json, detach: options.detach ?? false };
      context.exitCode = await operate(loadSettings(context.env), asked, context);
    });

const operations: readonly Build[] = [
  operation('rebuild', () =>
    detachable(throttled(accepting(named('rebuild', 'Build a new generation from the log, prove it, switch to it.'))))
      .option('--key <key>', 'make only the rows of this key anew, in the live generation')
      .option('--dry-run', 'with --key: say which rows it would write, and write none', false)
      .option('--no-swap', 'build and compare only; switch with the command swap'),
  ),
  operation('verify', () =>
    detachable(throttled(named('verify', 'Build a shadow by the live generation’s own code, and compare.'))),
  ),
  operation('swap', () => accepting(named('swap', 'Switch to the generation that a rebuild has left ready.'))),
  operation('rollback', () => named('rollback', 'Switch back to the generation before.')),
];

function askedFor(kind: OperationKind, options: Options): { kind: OperationKind; options: OperationOptions } {
  const { key, throttle, swap, acceptDifferences = false, reason } = options;
  if (acceptDifferences !== (reason !== undefined)) {
    throw new LongplayError('LP_CLI_USAGE', '--accept-differences and --reason belong together.');
  }
  if (key === undefined) return { kind, options: { throttle, swap, accept: reason } };
  if (throttle !== undefined || reason !== undefined || swap === false) {
    throw new LongplayError(
      'LP_CLI_USAGE',
      '--key changes rows of the live generation: nothing is loaded or switched.',
    );
  }
  return { kind: 'heal', options: { key } };
}

function dryAsked(projection: string, options: Options): { projection: string; key: string; json: boolean } {
  const { options: asked } = askedFor('rebuild', options);
  if (asked.key === undefined) {
    throw new LongplayError('LP_CLI_USAGE', '--dry-run goes with --key: a rebuild of all is tried with --no-swap.');
  }
  return { projection, key: asked.key, json: options.json };
}

const settlingAs =
  (command: () => Command, work: (name: string, options: Options) => Parameters<typeof settle>[3]): Build =>
  context =>
    command().action(async (projection: string, options: Options) => {
      context.exitCode = await settle(loadSettings(context.env), options.json, context, work(projection, options));
    });

const settling: readonly Build[] = [
  settlingAs(
    () => named('cancel', 'End the rebuild, verification or switch that is under way.'),
    name => control => cancelOpen(control, name),
  ),
  settlingAs(
    () => named('pause', 'Apply nothing to it until it is resumed.').option('--reason <text>', 'shown by status'),
    (name, { reason = null }: { reason?: string | null }) =>
      async control => {
        const fresh = await pauseProjection(control, name, reason);
        return said(name, fresh ? 'is paused' : 'was paused already', { paused: true });
      },
  ),
  settlingAs(
    () => named('resume', 'Apply to it again, from where it stands, also where its storm breaker has stopped it.'),
    name => async control => {
      const was = await resumeProjection(control, name);
      return said(name, was ? 'goes on' : 'was not paused', { paused: false });
    },
  ),
  settlingAs(
    () => named('cases', 'List what it could not project: the rows of these keys are stale.'),
    name => (control, prefix) => listParked(control, prefix, name),
  ),
  settlingAs(
    () =>
      named('discard', 'Give up a record that it could not project: what is shown of its key is right.')
        .requiredOption('--case <id>', 'as the command cases lists it')
        .requiredOption('--reason <text>', 'why; the case keeps it'),
    (name, options: { case?: string; reason?: string }) => (control, prefix) =>
      discardCase(control, prefix, name, { caseId: options.case ?? '', reason: options.reason ?? '' }),
  ),
  settlingAs(
    () => named('drop', 'Drop the generations that readers do not ask: the previous one, and one that is ready.'),
    name => async control => {
      const dropped = await dropGenerations(control, name);
      const what = dropped.length === 0 ? 'has no other generation that could go' : `gives up ${dropped.join(', ')}`;
      return said(name, what, { dropped });
    },
  ),
];

const said = (projection: string, what: string, data: Record<string, unknown>): Settled => ({
  text: `${projection} ${what}.`,
  data: { projection, ...data },
});
