import type { Explained } from './explained.ts';

/** What an operator asks of the message hospital. */
export const hospitalErrors = {
  LP_HOSPITAL_CASE_UNKNOWN: {
    meaning: 'The hospital has no such case: it never had, or it was closed longer ago than closed cases are kept.',
    remedy: 'Look it up: longplay hospital list --cases.',
  },
  LP_HOSPITAL_CASE_CLOSED: {
    meaning: 'The case is closed: it was healed, discarded, or nothing is left of what it was about.',
    remedy:
      'Nothing is to be done. What became of it: longplay hospital show ID. A step’s case that was discarded has no dry run, and can be retried.',
  },
  LP_HOSPITAL_KEY_FREE: {
    meaning: 'No case of that processor blocks the key.',
    remedy: 'Look which keys wait: longplay hospital list --cases.',
  },
  LP_HOSPITAL_REASON_MISSING: {
    meaning: 'A treatment was asked for without a reason, which the case keeps for whoever looks back.',
    remedy: 'Say why, in a few words.',
  },
  LP_HOSPITAL_VALUE_UNUSABLE: {
    meaning:
      'The value that is to replace that of a case, or a fact, is no value of its topic’s schema, or no fact of that key.',
    remedy:
      'Begin with what `longplay hospital show ID --value` or `longplay streams fact NAME KEY` prints; keep sealed texts, and the version and event of a fact, as they are.',
  },
} as const satisfies Record<`LP_HOSPITAL_${string}`, Explained>;
