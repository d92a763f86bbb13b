import { createHash } from 'node:crypto';

/** So many records are in a part, about; their newest rows are kept in memory while it is looked at. */
const RECORDS_IN_A_PART = 100_000n;
const FEWEST = 64;
/** Each look reads the whole log once. */
const MOST = 256;

/** Into how many parts the keys of a log are to be divided: twice as many for twice the records. */
export function partsFor(records: bigint): number {
  let parts = FEWEST;
  while (parts < MOST && records > RECORDS_IN_A_PART * BigInt(parts)) parts *= 2;
  return parts;
}

/** Which part a key is in; `partCondition` says the same in SQL. */
export const partOf = (key: Buffer, parts: number): number =>
  createHash('md5').update(key).digest().readUInt16BE(0) % parts;

/** `key`: an expression of a text. */
export const partCondition = (key: string, part: number, parts: number): string =>
  `('x' || left(md5(${key}), 4))::bit(16)::int % ${parts} = ${part}`;

export type PartLook = { readonly bucket: number; readonly lookedAt: Date; readonly differences: number };

/**
 * Which part is to be looked at next: those that were never looked at, then those that were not for the longest time.
 * Every second time, one in which something was wrong, so that a repair is seen soon.
 */
export function nextPart(looks: readonly PartLook[], parts: number): number {
  const byAge = looks.toSorted((one, other) => one.lookedAt.getTime() - other.lookedAt.getTime());
  const last = byAge.at(-1);
  const wrong = byAge.find(({ differences }) => differences > 0);
  if (wrong !== undefined && last?.differences === 0) return wrong.bucket;
  for (let part = 0; part < parts; part++) if (!looks.some(({ bucket }) => bucket === part)) return part;
  return byAge[0]?.bucket ?? 0;
}
