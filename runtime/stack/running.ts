import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Layout, layoutOf } from './layout.ts';
import { lockHolder } from './lock.ts';

/** Where the servers of a local stack are; null for one that was not started there. */
export type StackAddresses = {
  readonly kafkaBrokers: readonly string[] | null;
  readonly registryUrl: string | null;
  readonly databaseUrl: string | null;
};

export const addressesOf = ({ run }: Layout): string => join(run, 'addresses.json');

/** For other commands of this machine, which connect to what runs here. */
export function tellAddresses(layout: Layout, { kafkaBrokers, registryUrl, databaseUrl }: StackAddresses): void {
  const file = addressesOf(layout);
  writeFileSync(`${file}.new`, `${JSON.stringify({ kafkaBrokers, registryUrl, databaseUrl })}\n`);
  renameSync(`${file}.new`, file);
}

/** The local stack that runs in this home now, or null. */
export function runningStack(options: { readonly home: string; readonly data?: string }): StackAddresses | null {
  const layout = layoutOf(options);
  const holder = lockHolder(layout.lock);
  if (holder === null || !isAlive(holder)) return null;
  try {
    return JSON.parse(readFileSync(addressesOf(layout), 'utf8')) as StackAddresses;
  } catch (error) {
    // Still starting, or about to go.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
