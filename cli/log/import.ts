import { resolve } from 'node:path';
import { type Imported, importLog } from '../../runtime/backup/import.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { type TopicDefinition, topics } from '../../schemas/topics.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';
import { provision } from '../up/provision.ts';
import { withProgress } from '../with-progress.ts';
import { readers } from './readers.ts';
import { teller } from './telling.ts';

export type LogImport = { readonly folder: string; readonly vault: boolean; readonly json: boolean };

export async function importCommandRun(
  settings: Settings,
  { folder: path, vault: asksVault, json }: LogImport,
  context: CliContext,
): Promise<ExitCode> {
  const folder = resolve(path);
  const telling = teller(json);
  const stopped = () => new LongplayError('LP_BACKUP_INTERRUPTED', `The import of ${folder} was stopped.`);
  return withProgress({ settings, context, told: telling.text, stopped }, async ({ connection, signal, quiet }) => {
    const imported = await importLog({
      ...connection,
      vault: asksVault ? await connection.vault() : null,
      partitions: settings.partitions,
      topics,
      levelOf: name => (topics.find(one => one.name === name) as TopicDefinition).compatibility,
      processors: readers,
      provision: async () => void (await provision(connection, settings, connection.logger)),
      folder,
      signal,
      onPhase: telling.begin,
    });
    quiet();
    const report = reportOf(folder, settings, imported);
    context.stdout.write(json ? `${JSON.stringify(report)}\n` : textOf(report));
    return exitCodes.done;
  });
}

function reportOf(folder: string, { prefix, partitions }: Settings, { manifest, written, keys }: Imported) {
  return {
    done: true,
    import: folder,
    id: manifest.id,
    from: manifest.prefix,
    to: prefix,
    partitions,
    records: manifest.topics.reduce((sum, { records }) => sum + records, 0),
    written,
    keys,
  };
}

function textOf({ import: folder, from, to, partitions, records, written, keys }: ReturnType<typeof reportOf>): string {
  const again = records === written ? '' : ` (${number(written)} now, the others before)`;
  return [
    `${folder}: ${number(records)} records${again} of ${from} are now in ${to}, with ${partitions} partitions a topic`,
    `  personal data of ${number(keys)} people; every processor begins at the end`,
    ...(from === to
      ? []
      : [`  start it with PAYMENT_SCOPE as it was there, else ${from}: the provider knows its charges by that`]),
    '',
  ].join('\n');
}
