import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { openRequests } from '../connect/requests.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit-codes.ts';
import { withProgress } from '../with-progress.ts';
import { openImportFile } from './file.ts';
import { kinds } from './kinds.ts';
import { type Progress, progressText } from './progress.ts';
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
  let told = () => kind as string;
  const onPhase = (phase: string, text: () => Progress | string) => {
    told = () => {
      const now = text();
      return `${kind}: ${phase}${now === '' ? '' : ': '}${typeof now === 'string' ? now : progressText(now)}`;
    };
  };
  // The files first: a wrong path should not have to wait for a connection.
  const file = await openImportFile(path);
  try {
    const refusals = await collectRefusals(command.refused);
    const options = {
      settings,
      context,
      writes: [kinds[kind].requestTopic],
      told: () => told(),
      stopped: stopped(path),
    };
    return await withProgress(options, async ({ connection, signal, quiet }) => {
      const vault = await connection.vault();
      const shop = { ...connection, vault };
      const sender = await openRequests({ ...shop, name: 'longplay import', part: 'import' });
      const work = { kind, file, again, wait, shop, sender, refusals, signal, onPhase };
      const imported = await importFile(work).finally(() => sender.close());
      await refusals.close();
      quiet();
      const report = { kind, path, imported, refusals };
      context.stdout.write(command.json ? `${JSON.stringify(reportJson(report))}\n` : reportText(report));
      return exitCodeOf(report);
    });
  } finally {
    await file.close();
  }
}

const stopped = (path: string) => () =>
  new LongplayError('LP_IMPORT_INTERRUPTED', `The import of ${path} was stopped.`);
