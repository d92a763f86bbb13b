import { describe, expect, it } from 'vitest';
import type { Control } from './generations.ts';
import { dropGenerations } from './pause.ts';

const generation = { projection: 'orders', number: 1, schema_name: 's', fingerprint: 'f', state: 'live' };
const open = { id: 6, projection: 'orders', kind: 'rebuild', state: 'loading', options: {} };

/** Rows by what a query is for. */
function controlOf(dropped: readonly object[], operations: readonly object[]): Control {
  const ask = async (query: string): Promise<readonly object[]> => {
    if (query.startsWith('update')) return dropped;
    return query.startsWith('select *') ? operations : [generation];
  };
  const sql = (first: string | readonly string[]) => (typeof first === 'string' ? first : ask(first.join('?').trim()));
  return { sql: sql as never, control: 'control' };
}

describe('dropping the generations that nobody asks', () => {
  it('given something under way, then it is refused: nothing is dropped', async () => {
    await expect(dropGenerations(controlOf([], [open]), 'orders')).rejects.toMatchObject({
      code: 'LP_PROJECTION_BUSY',
      message: 'rebuild 6, which is loading, has been asked of orders before and has not ended.',
    });
  });

  it('given nothing under way, then their numbers; none where there are none', async () => {
    expect(await dropGenerations(controlOf([{ number: 2 }], []), 'orders')).toEqual([2]);
    expect(await dropGenerations(controlOf([], []), 'orders')).toEqual([]);
  });
});
