import type { CaseError } from '../../hospital/case.ts';
import type { Control } from '../generations.ts';
import { processorOf } from './rows.ts';
import type { ParkedPlace } from './treat.ts';

/** An open case of a projection. */
export type ParkedCase = {
  readonly caseId: string;
  readonly place: ParkedPlace;
  readonly key: string | null;
  readonly error: CaseError;
  readonly attempts: number;
  readonly admittedAt: Date;
};

type Row = {
  generation: number;
  topic: string;
  partition: number;
  offset: string;
  row_key: string | null;
  error: CaseError;
  attempts: number;
  admitted_at: Date;
};

/** Those of all generations, the oldest first. */
export async function parkedCases(
  { sql, control }: Control,
  prefix: string,
  projection: string,
  limit = 1_000,
): Promise<ParkedCase[]> {
  const rows = await sql<Row[]>`
    select generation, topic, partition, "offset", row_key, error, attempts, admitted_at from ${sql(control)}.parked
    where projection = ${projection} and status = 'WAITING'
    order by admitted_at, generation, topic, partition, "offset" limit ${limit}`;
  return rows.map(
    ({ generation, topic, partition, offset, row_key: key, error, attempts, admitted_at: admittedAt }) => {
      const place = { projection, generation, topic, partition, offset: BigInt(offset) };
      return { caseId: parkedId(prefix, place), place, key, error, attempts, admittedAt };
    },
  );
}

/** Deterministic, so that what is admitted twice is one case. */
export const parkedId = (prefix: string, { projection, generation, topic, partition, offset }: ParkedPlace): string =>
  `${processorOf(projection)}/${generation}/${topic.slice(prefix.length + 1)}/${partition}/${offset}`;
