import { expect, vi } from 'vitest';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { type Generation, generationsOf } from '../../runtime/projector/generations.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import {
  askFor,
  findOperation,
  type Operation,
  type OperationKind,
  type OperationOptions,
} from '../../runtime/projector/rebuild/operations.ts';
import type { Shown } from '../../test/topology/shop.ts';
import { lagOf } from './histories.ts';

export const soon = { timeout: 45_000, interval: 50 };

/** What an operator does to the orders of a shop, and looks at. */
export function operator(sql: Sql, shown: Pick<Shown, 'prefix'>, name = 'orders') {
  const where = { sql, control: viewsSchema(shown.prefix) };
  const until = async (id: number): Promise<Operation> =>
    await vi.waitFor(async () => {
      const now = await findOperation(where, id);
      expect(now?.finishedAt).not.toBeNull();
      return now as Operation;
    }, soon);
  return {
    where,
    ask: (kind: OperationKind, options?: OperationOptions) => askFor(where, name, kind, options),
    until,
    ended: async (kind: OperationKind, options?: OperationOptions) =>
      until((await askFor(where, name, kind, options)).id),
    generations: (): Promise<Generation[]> => generationsOf(where, name),
  };
}

export const untilRead = (shown: Shown, sql: Sql, name = 'orders') =>
  vi.waitFor(async () => expect(await lagOf(shown, sql, name)).toBe(0n), soon);
