import { LongplayError } from '../../errors.ts';
import type { Actor } from '../../hospital/case.ts';
import type { Control } from '../generations.ts';
import { askFor, type Operation } from '../rebuild/operations.ts';

/** Where a record stands that a generation could not project. */
export type ParkedPlace = {
  readonly projection: string;
  readonly generation: number;
  /** With the prefix. */
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
};

/** Who treats a case, and why. */
export type TreatedBy = { readonly actor: Actor; readonly reason: string };

const LIVE = 'live';

/**
 * Asks for the rows of its key to be made anew, from all that the log has of it: that heals it, or counts on its attempts.
 *
 * @throws LP_PROJECTION_CASE_UNKNOWN, LP_PROJECTION_CASE_UNTREATABLE, LP_PROJECTION_BUSY
 */
export async function retryParked(control: Control, place: ParkedPlace, by: TreatedBy): Promise<Operation> {
  const { sql } = control;
  const [found] = await sql<{ row_key: string | null; state: string }[]>`
    select row_key, state from ${sql(control.control)}.parked as p
    join ${sql(control.control)}.generation as g on g.projection = p.projection and g.number = p.generation
    where ${isAt(control, place)} and status = 'WAITING'`;
  if (found === undefined) throw unknown(place);
  if (found.row_key === null || found.state !== LIVE) {
    const why =
      found.row_key === null
        ? 'It has no key that a row could have.'
        : `Its generation ${place.generation} is ${found.state}, not ${LIVE}.`;
    throw new LongplayError('LP_PROJECTION_CASE_UNTREATABLE', why);
  }
  const operation = await askFor(control, place.projection, 'heal', { key: found.row_key });
  await note(control, place, by, 'RETRY', `projection operation ${operation.id}`);
  return operation;
}

/**
 * Gives the record up: what is shown of its key is right, somebody says.
 *
 * @throws LP_PROJECTION_CASE_UNKNOWN
 */
export async function discardParked(control: Control, place: ParkedPlace, by: TreatedBy): Promise<void> {
  const { sql } = control;
  const rows = await sql`
    update ${sql(control.control)}.parked as p set status = 'DISCARDED', closed_at = now(), value = null
    where ${isAt(control, place)} and status = 'WAITING' returning 1`;
  if (rows.length === 0) throw unknown(place);
  await note(control, place, by, 'DISCARD', 'discarded');
}

/** The key and the bytes; null where it is closed. */
export async function parkedBytes(
  control: Control,
  place: ParkedPlace,
): Promise<{ readonly key: Buffer | null; readonly value: Buffer | null } | null> {
  const { sql } = control;
  const [found] = await sql<{ key: Buffer | null; value: Buffer | null }[]>`
    select key, value from ${sql(control.control)}.parked as p where ${isAt(control, place)} and status = 'WAITING'`;
  return found ?? null;
}

/** Forgets what was closed so long ago, ms. */
export async function forgetClosed({ sql, control }: Control, after: number): Promise<void> {
  await sql`
    delete from ${sql(control)}.parked
    where status <> 'WAITING' and closed_at < now() - make_interval(secs => ${after / 1_000})`;
}

/** Most treatments that a case keeps; the first one stays. */
const MOST_TREATMENTS = 32;

async function note(
  control: Control,
  place: ParkedPlace,
  { actor, reason }: TreatedBy,
  action: string,
  result: string,
): Promise<void> {
  const { sql } = control;
  const entry = { operationId: '', action, at: Date.now(), actor, reason, result };
  await sql`
    update ${sql(control.control)}.parked as p
    set treatments = case when jsonb_array_length(p.treatments) < ${MOST_TREATMENTS} then p.treatments
      else p.treatments - 1 end || jsonb_build_array(${JSON.stringify(entry)}::text::jsonb)
    where ${isAt(control, place)}`;
}

const isAt = ({ sql }: Control, { projection, generation, topic, partition, offset }: ParkedPlace) => sql`
  p.projection = ${projection} and p.generation = ${generation} and p.topic = ${topic} and p.partition = ${partition}
  and p."offset" = ${String(offset)}`;

const unknown = ({ projection, topic, partition, offset }: ParkedPlace): LongplayError =>
  new LongplayError(
    'LP_PROJECTION_CASE_UNKNOWN',
    `${projection} has no open case of ${topic}[${partition}] at ${offset}.`,
  );
