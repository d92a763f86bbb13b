/**
 * Every error that a person can meet, by its stable code.
 *
 * The catalogue is the single source of docs/reference/errors.md (`npm run generate`). A thrown error adds the
 * particulars (which port, which field) as its message and may sharpen the remedy.
 */
export const errorCatalogue = {
  LP_LOG_FENCED: {
    meaning: 'Another process has taken over this transactional id; what this one tried to write was refused.',
    remedy: 'Nothing to do: the partition has a new owner. If it repeats, look for two installations with one prefix.',
  },
  LP_LOG_OUTCOME_UNKNOWN: {
    meaning: 'The connection broke while a transaction was being committed; it may or may not have been.',
    remedy: 'Nothing to do: after re-fencing, the committed position tells. If it repeats, look at the broker.',
  },
  LP_LOG_RETRIABLE: {
    meaning: 'The broker refused an operation for the moment (leader moving, coordinator loading, throttled).',
    remedy: 'Nothing to do: it is tried again. If it persists, look at the health of the brokers.',
  },
  LP_LOG_UNAVAILABLE: {
    meaning: 'No broker could be reached, or none answered in time.',
    remedy: 'Check that KAFKA_BROKERS is right and that the brokers are up and reachable from this machine.',
  },
  LP_LOG_FATAL: {
    meaning:
      'The broker refused an operation and will go on refusing it (authorisation, a bad request, a missing topic).',
    remedy: 'Read the message: it names the operation and the broker’s own error.',
  },
  LP_LOG_POSITION_MISSING: {
    meaning:
      'A consumer group has no committed position for an input, and beginning anywhere would lose or repeat records.',
    remedy:
      'For a new input: `longplay streams adopt NAME TOPIC --from earliest|latest`. Otherwise find out who deleted the group.',
  },
  LP_LOG_POSITION_OUTSIDE: {
    meaning: 'A committed position lies outside its log: records were deleted below it, or the topic was made anew.',
    remedy:
      'Restore the topic from an export; only where the lost records do not matter, adopt the input at a new position.',
  },
  LP_CONFIG_INVALID: {
    meaning: 'One or more settings are wrong, or do not fit together; nothing was started.',
    remedy: 'Correct what the message lists; docs/reference/config.md describes every setting.',
  },
} as const satisfies Record<string, { meaning: string; remedy: string }>;

export type ErrorCode = keyof typeof errorCatalogue;

/**
 * An error with a stable code, a cause and a remedy. Thrown for everything that an operator or a caller can act on;
 * a plain `Error` or `TypeError` stays what it is: a defect in this program.
 */
export class LongplayError extends Error {
  /** Stable, documented in docs/reference/errors.md. */
  readonly code: ErrorCode;
  /** What to do about it, one or two sentences. */
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LongplayError';
    this.code = code;
    this.remedy = options.remedy ?? errorCatalogue[code].remedy;
  }
}
