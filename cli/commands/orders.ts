import { Command, InvalidArgumentError, Option } from 'commander';
import { loadSettings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { CliContext } from '../context.ts';
import { requestId } from '../orders/again.ts';
import { askOrder } from '../orders/ask-order.ts';
import { type Wanted, type WantedLine, wantedLine } from '../orders/telling.ts';
import { withPatience } from './hospital.ts';

const help = `
The same requests as POST /orders/{orderId}/cancellation and /returns make, and the console. They go to
the log, so the API need not run; the order says what becomes of them. Each tells first how the
order stands and what is asked of it.

Each says the id of its request. The same command again with --request-id ID is done once with the
first: so a request of which nobody knows what became of it is asked again safely.

Exit code 0: accepted. 1: rejected, not decided within --patience, or there is no such order, no such
line, or nothing of it that is left to come back. 2: could not run, or was stopped before it asked.

  npx longplay orders cancel order-1 --dry-run
  npx longplay orders cancel order-1 --reason 'asked for on the phone'
  npx longplay orders return order-1 --line 2:1 --reason 'arrived scratched'
  npx longplay orders return order-1 --all --reason 'does not please'`;

const cancelHelp = `
Possible until the order is dispatched. Once it is confirmed, the warehouse decides between the cancel
and its dispatch, so that the decision may take a moment. It cannot be undone.`;

const returnHelp = `
Possible of what was delivered, has not come back and is not awaited. What is refunded is what the
warehouse receives.`;

type Asked = { reason?: string; code: string; requestId?: string; dryRun: boolean; patience: number; json: boolean };

export function ordersCommand(context: CliContext): Command {
  const ask = async (
    orderId: string,
    wanted: Wanted,
    { code: reasonCode, reason, requestId: again, ...rest }: Asked,
  ) => {
    if (reason === undefined && !rest.dryRun) throw new LongplayError('LP_CLI_USAGE', 'Say why, by --reason.');
    const asked = { orderId, wanted, reasonCode, reason: reason ?? '', requestId: again ?? null, ...rest };
    context.exitCode = await askOrder(loadSettings(context.env), asked, context);
  };
  return new Command('orders')
    .summary('cancel an order, or ask for a return')
    .description('Cancel an order, or ask to send lines back.')
    .addHelpText('after', help)
    .addCommand(
      withReason(new Command('cancel'))
        .description('Cancel an order.')
        .addHelpText('after', cancelHelp)
        .action((orderId: string, options: Asked) => ask(orderId, { what: 'cancel' }, options)),
    )
    .addCommand(
      withReason(new Command('return'))
        .description('Ask to send lines back.')
        .addOption(
          new Option('--line <line[:quantity]>', 'a line, or so many of it; may be given again')
            .argParser((text, before: readonly WantedLine[]) => [...before, wantedLine(text)])
            .default([], 'none'),
        )
        .option('--all', 'all that has not come back and is not awaited', false)
        .addHelpText('after', returnHelp)
        .action((orderId: string, { line, all, ...options }: Asked & { line: WantedLine[]; all: boolean }) => {
          if (all === line.length > 0) throw new LongplayError('LP_CLI_USAGE', 'Name one of them: --line or --all.');
          return ask(orderId, { what: 'return', lines: all ? null : line }, options);
        }),
    );
}

const withReason = (command: Command): Command =>
  withPatience(command)
    .argument('<order>', 'its id')
    .addOption(
      new Option(
        '--reason <text>',
        'why; kept encrypted, as personal as the order; needed, but for a dry run',
      ).argParser(atMost(2_000)),
    )
    .addOption(new Option('--code <code>', 'why, as a code').argParser(atMost(100)).default('by-operator'))
    .addOption(new Option('--request-id <id>', 'of a request that is asked again').argParser(requestId))
    .option('--dry-run', 'say how the order stands and what would be asked, and ask nothing', false);

/** As the API takes it. */
const atMost = (most: number) => (text: string) => {
  if (text.trim() !== '' && text.length <= most) return text;
  throw new InvalidArgumentError(`It has to be a text of 1 to ${most} characters.`);
};
