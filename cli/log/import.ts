import { resolve } from 'node:path';
import { type Imported, importLog } from '../../runtime/backup/import.ts';
import type { Reader } from '../../runtime/codec/reader.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { HospitalCase } from '../../runtime/hospital/case.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import { createWire, registeredIds } from '../connect/wire.ts';
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
    const { registry, prefix } = connection;
    const imported = await importLog({
      ...connection,
      casesOf: async name => {
        if (!name.endsWith('.hospital')) return null;
        const wire = createWire(registry, prefix, await registeredIds(registry, prefix, [name]));
        return { reader: wire.reader(name) as unknown as Reader<HospitalCase>, writer: wire.writer(name) };
      },
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

function reportOf(folder: string, { prefix, partitions }: Settings, { manifest, records, written, keys }: Imported) {
  return {
    done: true,
    import: folder,
    id: manifest.id,
    from: manifest.prefix,
    to: prefix,
    partitions,
    records,
    leftBehind: manifest.topics.reduce((sum, one) => sum + one.records, 0) - records,
    written,
    keys,
  };
}

function textOf(report: ReturnType<typeof reportOf>): string {
  const { import: folder, from, to, partitions, records, leftBehind, written, keys } = report;
  const again = records === written ? '' : ` (${number(written)} now, the others before)`;
  return [
    `${folder}: ${number(records)} records${again} of ${from} are now in ${to}, with ${partitions} partitions a topic`,
    `  personal data of ${number(keys)} people; every processor begins at the end`,
    ...(leftBehind === 0
      ? []
      : [`  ${number(leftBehind)} records of closed cases and operations that were done stayed behind`]),
    ...(from === to
      ? []
      : [`  start it with PAYMENT_SCOPE as it was there, else ${from}: the provider knows its charges by that`]),
    '',
  ].join('\n');
}
