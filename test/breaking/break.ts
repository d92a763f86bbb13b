import { createHash } from 'node:crypto';

/** A change that somebody who relies on the last release can notice. */
export type Break = {
  /** A stable name of what kind of change it is. */
  readonly rule: string;
  /** The operation, parameter, field or channel. */
  readonly where: string;
  /** What of it, such as the value of an enum; empty where the place says it all. */
  readonly what: string;
  readonly sentence: string;
};

/** Names a break for as long as it is the same one, whatever its sentence; acceptances refer to it. */
export function fingerprintOf({ rule, where, what }: Break): string {
  return createHash('sha256')
    .update(JSON.stringify([rule, where, what]))
    .digest('hex')
    .slice(0, 16);
}

export const lineOf = (found: Break): string =>
  `${fingerprintOf(found)} ${found.where}: ${found.sentence} (${found.rule})`;

/** Each list of `of`, where a callback finds breaks place by place. */
export type Report = (rule: string, where: string, sentence: string, what?: string) => void;

export function collect(find: (report: Report) => void): Break[] {
  const breaks: Break[] = [];
  find((rule, where, sentence, what = '') => breaks.push({ rule, where, what, sentence }));
  return breaks;
}
