import { hostname } from 'node:os';
import { resolve } from 'node:path';
import manifest from '../../package.json' with { type: 'json' };
import { type Exported, exportLog } from '../../runtime/backup/export.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { beginDrain } from '../../runtime/drain/drain.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { projectorPositions } from '../../runtime/projector/positions.ts';
import { topics } from '../../schemas/topics.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';
import { withProgress } from '../with-progress.ts';
import { readers } from './readers.ts';
import { teller } from './telling.ts';

export type LogExport = {
  readonly folder: string;
  /** ms */
  readonly patience: number;
  /** Stays drained until it is interrupted. */
  readonly hold: boolean;
  readonly json: boolean;
};

export async function exportCommandRun(
  settings: Settings,
  { folder: path, patience, hold, json }: LogExport,
  context: CliContext,
): Promise<ExitCode> {
  const folder = resolve(path);
  const telling = teller(json);
  let complete = false;
  const stopped = () =>
    complete ? null : new LongplayError('LP_BACKUP_INTERRUPTED', `The export to ${folder} was stopped.`);
  return withProgress({ settings, context, told: telling.text, stopped }, async attended => {
    const { connection, terminal, signal, quiet } = attended;
    const holder = `longplay log export (process ${process.pid} on ${hostname()})`;
    const tell = async (exported: Exported, held: AbortSignal): Promise<void> => {
      complete = true;
      quiet();
      context.stdout.write(json ? `${JSON.stringify(reportOf(folder, exported))}\n` : textOf(folder, exported));
      if (!hold) return;
      terminal.write('Writes are still refused. Ctrl-C ends that, and this command.\n');
      await aborted(held);
      if (!signal.aborted) throw held.reason;
    };
    await exportLog({
      ...connection,
      topics,
      processors: readers,
      projected: () => projectorPositions(connection.sql, connection.prefix),
      folder,
      drain: signal => beginDrain({ ...connection, holder, signal }),
      madeBy: manifest.version,
      patience,
      signal,
      onPhase: telling.begin,
      beforeReopening: tell,
    });
    return exitCodes.done;
  });
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise(done => {
    if (signal.aborted) return done();
    // A pending promise keeps no process alive.
    const timer = setInterval(() => undefined, 60_000);
    signal.addEventListener('abort', () => {
      clearInterval(timer);
      done();
    });
  });

function reportOf(folder: string, { manifest: made, copied, drained }: Exported) {
  const segments = made.topics.flatMap(({ partitions }) => partitions.flatMap(one => one.segments));
  return {
    done: true,
    export: folder,
    id: made.id,
    topics: made.topics.filter(({ records }) => records > 0).length,
    records: made.topics.reduce((sum, { records }) => sum + records, 0),
    copied,
    files: segments.length,
    bytes: segments.reduce((sum, { bytes }) => sum + bytes, 0),
    strays: made.topics.reduce((sum, { strays }) => sum + strays, 0),
    drainedSeconds: Math.round(drained) / 1_000,
  };
}

function textOf(folder: string, exported: Exported): string {
  const { topics: filled, records, copied, files, bytes, strays, drainedSeconds } = reportOf(folder, exported);
  const again = records === copied ? '' : ` (${number(copied)} now, the others before)`;
  const lines = [
    `${folder}: ${number(records)} records of ${filled} topics${again}`,
    `  ${number(files)} files, ${megabytes(bytes)} MB; writes were refused for ${drainedSeconds.toFixed(1)} s`,
  ];
  if (strays > 0) lines.push(`  ${number(strays)} records lie in another partition than their key names`);
  return `${lines.join('\n')}\n`;
}

const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);
