import type { Explained } from './explained.ts';

/** The log. */
export const logErrors = {
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
  LP_LOG_TRANSACTION_HANGING: {
    meaning:
      'The broker left a transaction of this partition’s writer open, and how it was to end is not known any more. Nothing is processed meanwhile.',
    remedy:
      'Where `kafka-transactions.sh describe` and the topics show no committed part of it, end it with `kafka-transactions.sh abort`, as the message says; the task then goes on by itself.',
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
} as const satisfies Record<string, Explained>;
