import type { Session } from '../../postgres/session.ts';
import { quoted } from '../doors.ts';
import type { Fragment } from '../fragments.ts';
import type { Generation } from '../generations.ts';
import type { Run } from './context.ts';
import { lost } from './operations.ts';

/**
 * Every write of whoever works on an operation is bound to its being his: a process that was asleep, or cut off, and wakes
 * up when another one has gone on must change nothing. Rows that move a position are bound to that; the rest is here.
 */
type Working = Pick<Run, 'control' | 'operation' | 'owner'>;

/** A condition of a statement that takes no time. */
export const isMine = ({ sql, control, operation, owner }: Working & Pick<Run, 'sql'>): Fragment => sql`
  exists (select from ${sql(control)}.operation where id = ${operation.id} and owner = ${owner} and finished_at is null)`;

/**
 * Within a transaction: locks the generation that is built, and then looks. Whoever takes the operation over waits here
 * until this transaction has ended, also where its process has died and Postgres still works on its statement.
 *
 * @throws LP_PROJECTION_OPERATION_LOST
 */
export async function lockBuilding(
  session: Session,
  { control, operation, owner }: Working,
  { projection, number }: Generation,
): Promise<void> {
  const built = await session.query(
    `select from ${quoted(control)}.generation where projection = $1 and number = $2 and state = 'building' for update`,
    [projection, number],
  );
  // A statement of its own: the one before may have waited, and looked before that.
  const mine = await session.query(
    `select from ${quoted(control)}.operation where id = $1 and owner = $2 and finished_at is null`,
    [operation.id, owner],
  );
  if (built.length === 0 || mine.length === 0) throw lost(operation.id);
}
