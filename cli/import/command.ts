import { createRequestSender } from '../../api/requests/sender.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { onInterrupt } from '../tail/interrupt.ts';
import { createTerminal, type Terminal } from '../up/terminal.ts';
import { openImportFile } from './file.ts';
import { kinds } from './kinds.ts';
import { type Progress, progressText, showProgress } from './progress.ts';
import { collectRefusals } from './refusals.ts';
import { exitCodeOf, reportJson, reportText } from './report.ts';
import { importFile } from './run.ts';
import type { KindName } from './shapes.ts';

export type ImportCommand = {
  readonly kind: KindName;
  readonly path: string;
  readonly again: string | null;
  /** ms; null: do not wait. */
  readonly wait: number | null;
  /** Where refused lines are written to. */
  readonly refused: string | null;
  readonly json: boolean;
};

export async function importCommandRun(
  settings: Settings,
  command: ImportCommand,
  context: CliContext,
): Promise<ExitCode> {
  const { kind, path, again, wait } = command;
  if (kind === 'orders' && again !== null) {
    throw new LongplayError('LP_CLI_USAGE', 'Orders cannot be imported --again: their ids are in the file.', {
      remedy: 'Give the orders other ids, or leave --again out.',
    });
  }
  // The file first: a wrong path should not have to wait for a connection.
  const file = await openImportFile(path);
  const interrupt = onInterrupt(context.stdout);
  const terminal = createTerminal(context.stderr);
  let told = () => '';
  const progress = showProgress(terminal, () => told());
  try {
    const refusals = await collectRefusals(command.refused);
    const connection = await openConnection(settings, { stderr: beside(terminal) }, [kinds[kind].requestTopic]);
    try {
      const vault = await connection.vault();
      const shop = { ...connection, vault };
      const door = await openDoor({ ...shop, name: 'longplay import' });
      const sender = createRequestSender({ ...shop, source: `/${shop.prefix}/import`, door });
      const onPhase = (phase: string, text: () => Progress | string) => {
        told = () => {
          const now = text();
          return `${kind}: ${phase}${now === '' ? '' : ': '}${typeof now === 'string' ? now : progressText(now)}`;
        };
      };
      const { signal } = interrupt;
      const options = { kind, file, again, wait, shop, sender, refusals, signal, onPhase };
      const imported = await importFile(options)
        .finally(() => sender.close())
        .finally(() => door.close());
      await refusals.close();
      progress.stop();
      const report = { kind, path, imported, refusals };
      context.stdout.write(command.json ? `${JSON.stringify(reportJson(report))}\n` : reportText(report));
      return exitCodeOf(report);
    } finally {
      await connection.close();
    }
  } catch (error) {
    if (interrupt.signal.aborted)
      throw new LongplayError('LP_IMPORT_INTERRUPTED', `The import of ${path} was stopped.`);
    throw error;
  } finally {
    progress.stop();
    interrupt.end();
    await file.close();
  }
}

/** Log lines go above the line that shows the progress. */
export const beside = (terminal: Terminal): NodeJS.WriteStream =>
  ({
    isTTY: terminal.interactive,
    write: (text: string) => {
      terminal.write(text);
      return true;
    },
  }) as NodeJS.WriteStream;
