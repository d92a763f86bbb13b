import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import type { CliContext } from '../context.ts';
import { tryDry } from '../hospital/dry-run.ts';
import { editCase } from '../hospital/edit.ts';
import { listCases } from '../hospital/list.ts';
import { retryCases } from '../hospital/retry.ts';
import { showCase } from '../hospital/show.ts';
import { treat } from '../hospital/treat.ts';

const help = `
What a processor cannot process is a case: parked, with the later records of its key behind it,
in order, while every other key goes on. Cases are read from the log: neither Postgres nor a
processor has to run for that. The runbook is docs/guide/an-order-is-stuck.md.

  npx longplay hospital list                                         what waits, by cause
  npx longplay hospital show orders/order-requests/1/4711            one case, decoded
  npx longplay hospital retry --group 5f1c… --dry-run                what a retry would write
  npx longplay hospital retry --group 5f1c… --reason 'fixed in 1.4.2'`;

const listHelp = `
Open cases by processor, error code and first frame; a cause counts once, however many wait behind it.
Exit code 0: nothing waits. 1: something does, or a processor is paused or was stopped.`;

const showHelp = `
Values are read with the schema that they were written with; personal texts stay sealed.
--value prints the value alone, as \`hospital edit\` takes it.`;

const retryHelp = `
A case is retried with all that queues behind it, in order, up to the first that fails again.
A group is retried by its processor at its own pace, also where this command ends before.
Exit code 0: healed. 1: refused, failed again, or not done within --patience.`;

const editHelp = `
Requests only: what somebody asked. The value as it came is kept in the case. A fact is its owner's
to repair. Texts that are sealed stay as they are; a plain one among them is refused.

  npx longplay hospital show orders/order-requests/1/4711 --value > value.json
  npx longplay hospital edit orders/order-requests/1/4711 value.json --reason 'quantity as on the phone'`;

const discardHelp = `
For ever: the record is never processed, and passed over where it is read again. What queued behind
it goes on. Bytes go with it; the case stays for a look back.

Of a step that failed, such as a refund, it says only that nobody retries it for now: the fact of its
processor owes it still, and a retry of the case asks anew.`;

export function hospitalCommand(context: CliContext): Command {
  const settings = () => loadSettings(context.env);
  return new Command('hospital')
    .summary('see and treat what cannot be processed')
    .description('See and treat what a processor cannot process.')
    .addHelpText('after', help)
    .addCommand(
      new Command('list')
        .description('What waits: by cause, or case by case.')
        .option('--processor <name>', 'of this one')
        .option('--group <id>', 'cases of this cause')
        .option('--key <key>', 'cases that block this key')
        .option('--cases', 'case by case', false)
        .option('--closed', 'closed ones too, as long as they are kept', false)
        .addOption(new Option('--limit <count>', 'cases that are printed').argParser(count).default(50))
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', listHelp)
        .action(async ({ processor = null, group = null, key = null, ...rest }) => {
          context.exitCode = await listCases(settings(), { processor, group, key, ...rest }, context);
        }),
    )
    .addCommand(
      new Command('show')
        .description('One case: why, since when, what it holds, the state of its key, and what waits behind it.')
        .argument('<case>', 'its id')
        .option('--value', 'only the value, as JSON', false)
        .option('--json', 'print one JSON document', false)
        .addHelpText('after', showHelp)
        .action(async (caseId: string, { value, json }) => {
          context.exitCode = await showCase(settings(), { caseId, value, json }, context);
        }),
    )
    .addCommand(
      withPatience(new Command('retry'))
        .description('Try again: one case, a key, or all of one cause.')
        .argument('[case]', 'its id')
        .option('--key <key>', 'what blocks this key')
        .option('--group <id>', 'every case of this cause')
        .option('--processor <name>', 'whose key, where several wait for it')
        .addOption(new Option('--per-second <rate>', 'of a group, cases a second and partition').argParser(count))
        .option('--reason <text>', 'why, for whoever looks back; needed, but for a dry run', '')
        .option('--dry-run', 'say what it would write and begin, and do nothing', false)
        .addHelpText('after', retryHelp)
        .action(async (caseId: string | undefined, { key = null, group = null, processor = null, ...rest }) => {
          const { perSecond = null, dryRun, reason, patience, json } = rest;
          const chosen = { caseId: caseId ?? null, key, group, processor };
          context.exitCode = dryRun
            ? await tryDry(settings(), { ...chosen, json }, context)
            : await retryCases(settings(), { ...chosen, reason, perSecond, patience, json }, context);
        }),
    )
    .addCommand(
      withPatience(new Command('edit'))
        .description('Replace the value of a parked request, and retry it.')
        .argument('<case>', 'its id')
        .argument('<file>', 'the new value, as JSON')
        .requiredOption('--reason <text>', 'why, for whoever looks back')
        .addHelpText('after', editHelp)
        .action(async (caseId: string, file: string, { reason, patience, json }) => {
          context.exitCode = await editCase(settings(), { caseId, file, reason, patience, json }, context);
        }),
    )
    .addCommand(
      withPatience(new Command('discard'))
        .description('Give a case up, for ever.')
        .argument('<case>', 'its id')
        .requiredOption('--reason <text>', 'why, for whoever looks back')
        .addHelpText('after', discardHelp)
        .action(async (caseId: string, { reason, patience, json }) => {
          const order = { what: 'discard', caseId, reason } as const;
          context.exitCode = await treat(settings(), { order, patience, json }, context);
        }),
    );
}

/** Options of what asks a processor. */
export const withPatience = (command: Command): Command =>
  command
    .addOption(
      new Option('--patience <seconds>', 'how long to wait for the result').argParser(seconds).default(60_000, '60'),
    )
    .option('--json', 'print one JSON document', false);

function count(text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0 && value <= 1_000_000) return value;
  throw new InvalidArgumentError('It has to be a whole number from 1 to 1000000.');
}

function seconds(text: string): number {
  const value = Number(text);
  if (value > 0 && value <= 86_400) return value * 1_000;
  throw new InvalidArgumentError('It has to be a number of seconds, up to 86400.');
}
