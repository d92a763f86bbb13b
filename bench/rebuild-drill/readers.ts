import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql } from '../../runtime/postgres/connect.ts';

const READERS = 3;
const PAUSE_MS = 20;

type Seen = { readonly queries: number; readonly failed: readonly string[]; readonly backwards: number };

/** Asks for orders all the time, and remembers the newest version of each that it was shown. */
export function watchReaders(sql: Sql, control: string): { queries(): number; stop(): Promise<Seen> } {
  const failed: string[] = [];
  let queries = 0;
  let backwards = 0;
  let reading = true;
  const reader = async (): Promise<void> => {
    const newest = new Map<string, bigint>();
    while (reading) {
      try {
        const rows = await sql<{ order_id: string; version: string }[]>`
          select order_id, version from ${sql(control)}.orders order by order_id limit 2000`;
        queries++;
        for (const { order_id, version } of rows) {
          const before = newest.get(order_id) ?? 0n;
          if (BigInt(version) < before) backwards++;
          newest.set(order_id, BigInt(version));
        }
      } catch (error) {
        failed.push(error instanceof Error ? error.message : String(error));
      }
      await sleep(PAUSE_MS);
    }
  };
  const readers = Array.from({ length: READERS }, reader);
  return {
    queries: () => queries,
    stop: async () => {
      reading = false;
      await Promise.all(readers);
      return { queries, failed, backwards };
    },
  };
}
