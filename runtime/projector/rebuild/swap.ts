import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../../errors.ts';
import { doorStatements, grantsOn, quoted, relationsOf } from '../doors.ts';
import type { Filled, Run } from './context.ts';
import { align, holding, isLockTimeout } from './hold.ts';
import { noteOperation, type Operation } from './operations.ts';
import type { Report } from './report.ts';

const TRIES = 40;
/** Between two tries, ms; left to chance, so that they do not meet the same reader again and again. */
const PAUSE_MS = { least: 150, most: 600 };

/**
 * Makes this generation the one that readers ask: brought to at least where the live one stands, and then all names are
 * switched in one transaction. A reader gets the one or the other, and never an older state than before. The one that
 * was live is kept as `previous`; the one that was previous is given up. The operation ends in the same transaction: who
 * takes one up that is open knows that nothing was switched. `lost`: where the log does not lead to where the live one
 * stands, that counts for nothing.
 *
 * @throws LP_PROJECTION_SWAP_BLOCKED where a long query holds the names.
 */
export async function switchTo(run: Run, live: Filled, next: Filled, report: Report, lost = false): Promise<void> {
  const { sql, control, operation, owner } = run;
  const { projection } = live.generation;
  const [before, after] = await Promise.all([
    relationsOf(sql, live.generation.schema),
    relationsOf(sql, next.generation.schema),
  ]);
  const doors = doorStatements(control, next.generation.schema, after, before);
  const switched = (): Promise<Operation> =>
    holding(run, projection, async (held, inside) => {
      await align(inside, next, live, { leaving: true, lost });
      const { session } = held;
      return await session.transaction(async () => {
        const end = { state: 'done', report: { ...report, live: next.generation.number } } as const;
        const ended = await noteOperation({ sql, control, session }, operation, owner, end);
        const set = (state: string, where: string, values: readonly unknown[] = []) =>
          session.query(
            `update ${quoted(control)}.generation set state = '${state}', since = now()
             where projection = $1 and ${where} returning 1`,
            [projection, ...values],
          );
        await set('dropping', `state = 'previous' and number <> $2`, [next.generation.number]);
        await set('previous', `state = 'live'`);
        // It may have been given up since it was chosen.
        const live = await set('live', `number = $2 and state in ('ready', 'previous')`, [next.generation.number]);
        if (live.length === 0) throw gone(operation, next.generation.number);
        const grants = await grantsOn(session, control, after);
        await session.query([doors, ...grants].join('\n'));
        return ended;
      });
    });
  for (let n = 1; ; n++) {
    run.signal.throwIfAborted();
    try {
      run.operation = await switched();
      return;
    } catch (cause) {
      if (!isLockTimeout(cause)) throw cause;
      if (n === TRIES) {
        const message = `The read model ${projection} could not be switched: some query has been reading it for very long.`;
        throw new LongplayError('LP_PROJECTION_SWAP_BLOCKED', message, { cause });
      }
      await sleep(PAUSE_MS.least + Math.random() * (PAUSE_MS.most - PAUSE_MS.least));
    }
  }
}

const gone = ({ kind, projection }: Operation, number: number): LongplayError =>
  new LongplayError(
    kind === 'rollback' ? 'LP_PROJECTION_NO_PREVIOUS' : 'LP_PROJECTION_NOTHING_READY',
    `Generation ${number} of ${projection} was given up meanwhile.`,
  );
