import { userInfo } from 'node:os';
import { LongplayError } from '../../runtime/errors.ts';
import type { Control } from '../../runtime/projector/generations.ts';
import { parkedCases } from '../../runtime/projector/parked/list.ts';
import { discardParked } from '../../runtime/projector/parked/treat.ts';
import { printable, tableText, timeOf } from '../plain-text.ts';
import type { Settled } from './settle.ts';

/** What it could not project: the rows of these keys are stale. */
export async function listParked(control: Control, prefix: string, projection: string): Promise<Settled> {
  const cases = await parkedCases(control, prefix, projection);
  const data = {
    projection,
    cases: cases.map(({ place: { offset, ...place }, ...one }) => ({ ...one, ...place, offset: Number(offset) })),
  };
  if (cases.length === 0) return { text: `${projection} shows all that its log says: there is no open case.`, data };
  const rows = cases.map(({ caseId, key, attempts, admittedAt, error }) => [
    printable(caseId),
    printable(key ?? ''),
    String(attempts),
    timeOf(admittedAt.getTime()),
    `${error.code}: ${printable(error.message.slice(0, 120))}`,
  ]);
  const text = tableText(['CASE', 'KEY', 'ATTEMPTS', 'ADMITTED', 'WHY'], rows, new Set([2])).trimEnd();
  return { text: `${text}\nTo make the row of a key anew: longplay projections rebuild ${projection} --key KEY`, data };
}

/** Gives a record up: what is shown of its key is right, somebody says. */
export async function discardCase(
  control: Control,
  prefix: string,
  projection: string,
  { caseId, reason }: { readonly caseId: string; readonly reason: string },
): Promise<Settled> {
  if (reason.trim() === '') throw new LongplayError('LP_HOSPITAL_REASON_MISSING', 'No reason was given.');
  const found = (await parkedCases(control, prefix, projection, 100_000)).find(one => one.caseId === caseId);
  if (found === undefined) {
    throw new LongplayError('LP_PROJECTION_CASE_UNKNOWN', `${projection} has no open case ${caseId}.`);
  }
  const actor = { kind: 'OPERATOR', id: userInfo().username } as const;
  await discardParked(control, found.place, { actor, reason });
  return { text: `${caseId} is discarded.`, data: { projection, caseId, discarded: true } };
}
