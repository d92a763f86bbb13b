import type { Settings } from '../../runtime/config/settings.ts';
import { openRequests } from '../connect/requests.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { withProgress } from '../with-progress.ts';
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
  let told = () => 'connecting';
  const onPhase = (text: () => string) => {
    told = text;
  };
  const options = { settings, context, writes: requestTopics, told: () => told(), stopped: () => null };
  return withProgress(options, async ({ connection, signal, quiet }) => {
    const vault = await connection.vault();
    const sender = await openRequests({ ...connection, vault, name: 'longplay load', part: 'load' });
    const loaded = await runLoad({ plan, connection, sender, signal, onPhase }).finally(() => sender.close());
    quiet();
    context.stdout.write(json ? `${JSON.stringify(summaryJson(loaded))}\n` : summaryText(loaded));
    return exitCodeOf(loaded);
  });
}
