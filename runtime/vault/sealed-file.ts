import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { open } from 'node:fs/promises';
import { readFully } from '../read-fully.ts';
import { VaultError } from './errors.ts';

/**
 * A file that only a passphrase opens (docs/reference/log-export.md): a line that says how the key is made, then parts,
 * each sealed by AES-256-GCM. A part's nonce is its number, and the tag also covers the line and whether it is the last:
 * parts that are changed, moved, left out or cut off do not open. The salt makes every file's key its own.
 */
const FORMAT = 'longplay-vault-export';
const VERSION = 1;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
const LONGEST_PART = 16 * 1_048_576;
/** 128 MiB of memory and about half a second for each guess (RFC 7914). */
const COST = { N: 2 ** 17, r: 8, p: 1 };

export type SealedFileOptions = {
  readonly path: string;
  readonly passphrase: string;
  /** scrypt's N, a power of two, of a file that is written. Default 2^17. Less: a weak passphrase is guessed sooner. */
  readonly cost?: number;
};
/** More than anybody writes: what asks for more wants to exhaust the reader. */
const MOST_N = 2 ** 20;

type Head = {
  readonly format: string;
  readonly version: number;
  readonly kdf: string;
  readonly salt: string;
} & typeof COST;

export type SealedWriter = {
  write(part: unknown): Promise<void>;
  /** The last part; the file is durable then. */
  end(part: unknown): Promise<void>;
  close(): Promise<void>;
};

/** @throws VaultError LP_VAULT_FILE_UNUSABLE where it exists, or cannot be written. */
export async function createSealedFile({ path, passphrase, cost }: SealedFileOptions): Promise<SealedWriter> {
  const salt = randomBytes(SALT_BYTES);
  const costs = { ...COST, N: cost ?? COST.N };
  const head: Head = { format: FORMAT, version: VERSION, kdf: 'scrypt', ...costs, salt: salt.toString('base64') };
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  const key = await keyOf(passphrase, salt, head);
  // For the owner's eyes only, though nobody else could open it.
  const handle = await open(path, 'wx', 0o600).catch(cause => unusable(path, cause));
  let number = 0;
  const put = async (part: unknown, last: boolean): Promise<void> => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(number++), { authTagLength: TAG_BYTES });
    cipher.setAAD(boundTo(line, last));
    const sealed = Buffer.concat([cipher.update(JSON.stringify(part), 'utf8'), cipher.final(), cipher.getAuthTag()]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(sealed.length);
    await handle.writeFile(Buffer.concat([length, sealed]));
  };
  await handle.writeFile(line);
  return {
    write: part => put(part, false).catch(cause => unusable(path, cause)),
    end: async part => {
      await put(part, true);
      await handle.sync();
    },
    close: () => handle.close(),
  };
}

/** The parts, each checked before it is given. @throws VaultError LP_VAULT_FILE_SEALED, LP_VAULT_FILE_UNUSABLE */
export async function* readSealedFile({
  path,
  passphrase,
}: SealedFileOptions): AsyncGenerator<{ readonly part: unknown; readonly last: boolean }> {
  const handle = await open(path, 'r').catch(cause => unusable(path, cause));
  try {
    const read = (length: number, at: number): Promise<Buffer> => readFully(handle, length, at);
    const start = await read(1_024, 0);
    const line = start.subarray(0, start.indexOf('\n') + 1);
    const head = headOf(path, line);
    const key = await keyOf(passphrase, Buffer.from(head.salt, 'base64'), head);
    const { size } = await handle.stat();
    let at = line.length;
    for (let number = 0; ; number++) {
      const length = await read(4, at);
      if (length.length < 4) throw sealed(path, `it ends at byte ${at + length.length}, before its last part`);
      const expected = length.readUInt32BE();
      if (expected < TAG_BYTES || expected > LONGEST_PART) throw sealed(path, `what stands at byte ${at} is no part`);
      const bytes = await read(expected, at + 4);
      if (bytes.length < expected) throw sealed(path, `it ends within the part at byte ${at}`);
      const last = at + 4 + expected === size;
      const part = opened(bytes, key, number, boundTo(line, last));
      if (part === null)
        throw sealed(path, number === 0 ? 'its first part does not open' : `nor the part at byte ${at}`);
      yield { part, last };
      if (last) return;
      at += 4 + expected;
    }
  } finally {
    await handle.close();
  }
}

function opened(bytes: Buffer, key: Buffer, number: number, bound: Buffer): unknown {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(number), { authTagLength: TAG_BYTES });
    decipher.setAAD(bound);
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]);
    return JSON.parse(text.toString('utf8'));
  } catch {
    return null;
  }
}

function headOf(path: string, line: Buffer): Head {
  let head: Partial<Head> = {};
  try {
    head = JSON.parse(line.toString('utf8'));
  } catch {
    // As an empty one.
  }
  const { format, version, kdf, N = 0, r, p, salt } = head;
  if (format !== FORMAT) throw new VaultError('LP_VAULT_FILE_UNUSABLE', `${path} is no exported vault.`);
  if (version !== VERSION || kdf !== 'scrypt' || N > MOST_N || r !== COST.r || p !== COST.p || salt === undefined) {
    throw new VaultError('LP_VAULT_FILE_UNUSABLE', `${path} is of a version that this program does not read.`);
  }
  return head as Head;
}

function keyOf(passphrase: string, salt: Buffer, { N, r, p }: typeof COST): Promise<Buffer> {
  const maxmem = 256 * N * r;
  return new Promise((resolve, reject) =>
    scrypt(passphrase.normalize('NFC'), salt, 32, { N, r, p, maxmem }, (error, key) =>
      error === null ? resolve(key) : reject(error),
    ),
  );
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 6, 6);
  return nonce;
}

const boundTo = (line: Buffer, last: boolean): Buffer => Buffer.concat([line, Buffer.from([last ? 1 : 0])]);

const sealed = (path: string, why: string): VaultError => new VaultError('LP_VAULT_FILE_SEALED', `${path}: ${why}.`);

function unusable(path: string, cause: unknown): never {
  const { code, message } = cause as NodeJS.ErrnoException;
  const why = code === 'EEXIST' ? 'it exists' : code === 'ENOENT' ? 'there is no such file or folder' : message;
  throw new VaultError('LP_VAULT_FILE_UNUSABLE', `${path} cannot be used: ${why}.`, { cause });
}
