import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { LongplayError } from '../errors.ts';
import { prepareData, requireOwnFolder } from './data-folder.ts';
import { diskFull, megabyte, requireSpace } from './disk.ts';
import { type Layout, layoutOf } from './layout.ts';
import { endLeftovers } from './leftovers.ts';
import { type Lock, lockHolder, tryLock } from './lock.ts';
import { trimLogs } from './logs.ts';
import { startParts } from './parts.ts';
import { freePort, requireFreePort } from './ports.ts';
import { addressesOf, tellAddresses } from './running.ts';
import type { Part, Stack, StackOptions } from './types.ts';

const parts = ['kafka', 'registry', 'postgres'] as const;

const places: Record<Part, { title: string; port: number; setting: string }> = {
  kafka: { title: 'Kafka', port: 19_092, setting: 'LONGPLAY_KAFKA_PORT' },
  registry: { title: 'the schema registry', port: 18_081, setting: 'LONGPLAY_REGISTRY_PORT' },
  postgres: { title: 'Postgres', port: 15_432, setting: 'LONGPLAY_POSTGRES_PORT' },
};

/**
 * Brings up real servers on loopback and resolves when all of them answer. Whatever goes wrong, or ends this process at
 * whatever moment, leaves none of them behind (guard.sh), and the next start works.
 *
 * @throws LongplayError LP_STACK_*
 */
export async function startStack(options: StackOptions): Promise<Stack> {
  if (process.platform === 'win32') {
    throw new LongplayError('LP_STACK_UNSUPPORTED', 'The local stack runs on Linux and macOS, not on Windows itself.');
  }
  const layout = layoutOf(options);
  try {
    const lock = takeLock(layout);
    try {
      await prepare(options, layout);
      const ports = await choosePorts(options);
      rmSync(addressesOf(layout), { force: true });
      const stack = await startParts(options, layout, ports, () => {
        clearInterval(timer);
        rmSync(addressesOf(layout), { force: true });
        lock.release();
      });
      const timer = setInterval(() => trimLogs(parts.map(layout.log)), 60_000).unref();
      tellAddresses(layout, stack);
      return stack;
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw explained(error, layout);
  }
}

function takeLock(layout: Layout): Lock {
  mkdirSync(layout.home, { recursive: true });
  const lock = tryLock(layout.lock);
  if (lock !== null) return lock;
  const holder = lockHolder(layout.lock);
  throw new LongplayError(
    'LP_STACK_LOCKED',
    `Longplay is already running on ${layout.data}${holder === null ? '' : ` (process ${holder})`}.`,
  );
}

async function prepare(options: StackOptions, layout: Layout): Promise<void> {
  requireOwnFolder(layout);
  if (existsSync(layout.run)) {
    await endLeftovers(layout.run, names => {
      for (const part of parts.filter(each => names.includes(each))) {
        options.onProgress({ part, text: 'waiting for the one of an earlier run to stop' });
      }
    });
  }
  requireSpace(layout.home, (existsSync(layout.data) ? 100 : 250) * megabyte, 'Kafka and Postgres');
  prepareData(layout, options.fresh === true);
  mkdirSync(layout.logs, { recursive: true });
}

async function choosePorts({ start, ports = {} }: StackOptions): Promise<Record<Part, number>> {
  const chosen = { kafka: 0, registry: 0, postgres: 0 };
  for (const part of parts.filter(each => start[each])) {
    const { title, setting, port: fallback } = places[part];
    const port = ports[part] ?? fallback;
    if (port !== 0) await requireFreePort(port, title, setting);
    chosen[part] = port === 0 ? await freePort() : port;
  }
  return chosen;
}

/** The system's own refusals, as a sentence with a remedy. */
function explained(error: unknown, layout: Layout): unknown {
  const { code, path, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull(layout.home, message, error);
  if (!['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ERR_SQLITE_ERROR'].includes(code ?? '')) return error;
  return new LongplayError('LP_STACK_HOME_UNUSABLE', `${path ?? layout.home} can't be used: ${message}.`, {
    cause: error,
  });
}
