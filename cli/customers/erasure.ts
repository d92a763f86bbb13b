import { readFile } from 'node:fs/promises';
import type { Settings } from '../../runtime/config/settings.ts';
import { certificateBook } from '../../runtime/erasure/book.ts';
import { type Certificate, faultsOf, parseCertificate } from '../../runtime/erasure/certificate.ts';
import type { ScanPhase } from '../../runtime/erasure/scan.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';
import { withProgress } from '../with-progress.ts';
import { certificateText } from './certificate-text.ts';
import { erasureFact } from './erased-fact.ts';
import { scanInstallation } from './scan.ts';
import { readTexts } from './texts.ts';

type Printing = { readonly json: boolean };

export type ScanCommand = Printing & {
  readonly customerId: string;
  readonly topics: readonly string[];
  readonly folders: readonly string[];
  /** A file, or `-` for standard input; null: none. */
  readonly texts: string | null;
};

/** Searches, keeps the certificate, and prints it. */
export async function scanCommand(settings: Settings, command: ScanCommand, context: CliContext): Promise<ExitCode> {
  const { customerId, topics, folders, json } = command;
  const texts = await readTexts(command.texts);
  let phase: ScanPhase | 'connecting' = 'connecting';
  let read = 0;
  const told = () => (phase === 'waiting' ? WAITING : `${phase}: ${number(read)} searched`);
  const stopped = () => new LongplayError('LP_ERASURE_INTERRUPTED', `The search for ${customerId} was stopped.`);
  return withProgress({ settings, context, told, stopped }, async ({ connection, signal, quiet }) => {
    const fact = await erasureFact(connection, customerId, signal);
    const place = { ...connection, settings, vault: await connection.vault() };
    const certificate = await scanInstallation(
      place,
      { customerId, fact, topics, folders, texts },
      {
        signal,
        onPhase: next => {
          phase = next;
        },
        onRead: count => {
          read += count;
        },
      },
    );
    await certificateBook(connection.sql, connection.prefix).keep(certificate);
    quiet();
    return print(certificate, { json }, context);
  });
}

const WAITING = 'waiting until no process can have the key in memory (30 seconds after it was destroyed)';

/** Prints the newest certificate that is kept. */
export async function showCommand(
  settings: Settings,
  { customerId, json }: Printing & { readonly customerId: string },
  context: CliContext,
): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  try {
    const kept = await certificateBook(connection.sql, connection.prefix).newest(customerId);
    if (kept !== null) return print(kept, { json }, context);
    const text = `${customerId} has no certificate yet: npx longplay customers erasure ${customerId} --scan\n`;
    context.stdout.write(json ? `${JSON.stringify({ customerId, certificate: null })}\n` : text);
    return exitCodes.no;
  } finally {
    await connection.close();
  }
}

/** Whether a file is a certificate as it was made. No server has to run for that. */
export async function verifyCommand(path: string, { json }: Printing, context: CliContext): Promise<ExitCode> {
  const text = await readFile(path, 'utf8').catch(cause => {
    const message = `${path} cannot be read: ${(cause as Error).message}`;
    throw new LongplayError('LP_ERASURE_CERTIFICATE_UNFIT', message, { cause });
  });
  const certificate = parseCertificate(text, path);
  const faults = faultsOf(certificate);
  const { customerId, clean, sha256 } = certificate;
  if (json)
    context.stdout.write(`${JSON.stringify({ valid: faults.length === 0, clean, customerId, sha256, faults })}\n`);
  else if (faults.length === 0) context.stdout.write(`${path} is as it was made\n${certificateText(certificate)}`);
  else context.stdout.write(`${path} is not as it was made:\n${faults.map(fault => `  ${fault}\n`).join('')}`);
  return faults.length === 0 && clean ? exitCodes.done : exitCodes.no;
}

function print(certificate: Certificate, { json }: Printing, { stdout }: CliContext): ExitCode {
  stdout.write(json ? `${JSON.stringify(certificate)}\n` : certificateText(certificate));
  return certificate.clean ? exitCodes.done : exitCodes.no;
}
