import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { exportVault, importVault, type VaultPlace } from '../../runtime/vault/transfer.ts';
import { openConnection } from '../connect/connection.ts';
import { keyEncryptionKeysOf } from '../connect/servers.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';

export type VaultFile = {
  readonly file: string;
  /** A file that holds the passphrase; null: VAULT_PASSPHRASE. */
  readonly passphraseFile: string | null;
  readonly json: boolean;
};

const SHORTEST = 12;

export const vaultExport = (settings: Settings, command: VaultFile, context: CliContext): Promise<ExitCode> =>
  withVault(settings, command, context, async (place, file, passphrase) => {
    const report = await exportVault(place, { path: file, passphrase });
    const { live, destroyed } = report;
    return { report, text: `${file}: ${number(live)} keys, and the marks of ${number(destroyed)} destroyed ones\n` };
  });

export const vaultImport = (settings: Settings, command: VaultFile, context: CliContext): Promise<ExitCode> =>
  withVault(settings, command, context, async (place, file, passphrase) => {
    const report = await importVault(place, { path: file, passphrase });
    const { added, same, destroyed, stayDestroyed } = report;
    const parts = [`${number(added)} added`, `${number(same)} there already`];
    if (destroyed > 0) parts.push(`${number(destroyed)} destroyed, as in the file`);
    if (stayDestroyed > 0) parts.push(`${number(stayDestroyed)} were destroyed here, and stay so`);
    return { report, text: `${file}: ${parts.join(', ')}\n` };
  });

type Work = (
  place: VaultPlace,
  file: string,
  passphrase: string,
) => Promise<{ readonly report: object; readonly text: string }>;

async function withVault(
  settings: Settings,
  { file: path, passphraseFile, json }: VaultFile,
  context: CliContext,
  work: Work,
): Promise<ExitCode> {
  const passphrase = await passphraseOf(settings, passphraseFile);
  const file = resolve(path);
  const connection = await openConnection(settings, context);
  try {
    const keyEncryptionKeys = await keyEncryptionKeysOf(settings);
    const { report, text } = await work({ sql: connection.sql, keyEncryptionKeys }, file, passphrase);
    context.stdout.write(json ? `${JSON.stringify({ done: true, file, ...report })}\n` : text);
    return exitCodes.done;
  } finally {
    await connection.close();
  }
}

async function passphraseOf({ vaultPassphrase }: Settings, file: string | null): Promise<string> {
  const given = file === null ? vaultPassphrase : await readPassphrase(file);
  if (given !== null && given.length >= SHORTEST) return given;
  const where = file ?? 'VAULT_PASSPHRASE';
  const message = given === null ? 'No passphrase was given.' : `${where} holds fewer than ${SHORTEST} characters.`;
  throw new LongplayError('LP_VAULT_PASSPHRASE_UNFIT', message);
}

/** Without the line break that editors end a file with. */
async function readPassphrase(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).replace(/\r?\n$/, '');
  } catch (cause) {
    const message = `${file} cannot be read: ${(cause as Error).message}`;
    throw new LongplayError('LP_VAULT_PASSPHRASE_UNFIT', message, { cause });
  }
}
