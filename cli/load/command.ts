import { createRequestSender } from '../../api/requests/sender.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { beside } from '../import/command.ts';
import { showProgress } from '../import/progress.ts';
import { onInterrupt } from '../tail/interrupt.ts';
import { createTerminal } from '../up/terminal.ts';
import { type LoadPlan, runLoad } from './run.ts';
import { exitCodeOf, summaryJson, summaryText } from './summary.ts';

const requestTopics = [
  'order-requests',
  'product-requests',
  'customer-requests',
  'stock-receipts',
  'shipment-requests',
] as const;

export async function loadCommandRun(
  settings: Settings,
  plan: LoadPlan,
  json: boolean,
  context: CliContext,
): Promise<ExitCode> {
  const interrupt = onInterrupt(context.stdout);
  const terminal = createTerminal(context.stderr);
  let told = () => 'connecting';
  const progress = showProgress(terminal, () => told());
  try {
    const connection = await openConnection(settings, { stderr: beside(terminal) }, requestTopics);
    try {
      const vault = await connection.vault();
      const { prefix } = connection;
      const door = await openDoor({ ...connection, name: 'longplay load' });
      const sender = createRequestSender({ ...connection, vault, source: `/${prefix}/load`, door });
      const onPhase = (text: () => string) => {
        told = text;
      };
      const { signal } = interrupt;
      const loaded = await runLoad({ plan, connection, sender, signal, onPhase })
        .finally(() => sender.close())
        .finally(() => door.close());
      progress.stop();
      context.stdout.write(json ? `${JSON.stringify(summaryJson(loaded))}\n` : summaryText(loaded));
      return exitCodeOf(loaded);
    } finally {
      await connection.close();
    }
  } finally {
    progress.stop();
    interrupt.end();
  }
}
