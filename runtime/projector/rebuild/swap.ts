import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import { doorStatements, quoted, relationsOf } from '../doors.ts';
import type { Filled, Run } from './context.ts';
import { align, holding, isLockTimeout } from './hold.ts';

const TRIES = 20;
const PAUSE_MS = 250;

/**
 * Makes this generation the one that readers ask: brought to at least where the live one stands, and then all names are
 * switched in one transaction. A reader gets the one or the other, and never an older state than before. The one that
 * was live is kept as `previous`; the one that was previous is given up.
 *
 * @throws LP_PROJECTION_SWAP_BLOCKED where a long query holds the names.
 */
export async function switchTo(run: Run, live: Filled, next: Filled): Promise<void> {
  const { sql, control, operation, owner } = run;
  const { projection } = live.generation;
  const [before, after] = await Promise.all([
    relationsOf(sql, live.generation.schema),
    relationsOf(sql, next.generation.schema),
  ]);
  const doors = doorStatements(control, next.generation.schema, after, before);
  const switched = (): Promise<void> =>
    holding(run, projection, async held => {
      await align(run, next, live, true);
      const { session } = held;
      await session.transaction(async () => {
        const mine = await session.query(
          `select from ${quoted(control)}.operation where id = $1 and owner = $2 and finished_at is null for update`,
          [operation.id, owner],
        );
        if (mine.length === 0) throw new LongplayError('LP_PROJECTION_OPERATION_LOST', 'Another process works on it.');
        const set = (state: string, where: string, values: readonly unknown[] = []) =>
          session.query(
            `update ${quoted(control)}.generation set state = '${state}', since = now()
             where projection = $1 and ${where}`,
            [projection, ...values],
          );
        await set('dropping', `state = 'previous' and number <> $2`, [next.generation.number]);
        await set('previous', `state = 'live'`);
        await set('live', 'number = $2', [next.generation.number]);
        await session.query(doors);
      });
    });
  for (let n = 1; ; n++) {
    run.signal.throwIfAborted();
    try {
      return await switched();
    } catch (cause) {
      if (!isLockTimeout(cause)) throw cause;
      if (n === TRIES) {
        const message = `The read model ${projection} could not be switched: some query has been reading it for very long.`;
        throw new LongplayError('LP_PROJECTION_SWAP_BLOCKED', message, { cause });
      }
      await sleep(PAUSE_MS * n);
    }
  }
}
