import { LogError, type LogErrorKind } from '../errors.ts';

/**
 * The one table from the broker's error codes (and kafkajs' own names) to the port's five kinds. What is not in it is
 * fatal: kafkajs knows no code above 88, and an unknown refusal must not be retried for ever.
 *
 * Source: Kafka's protocol error codes, https://kafka.apache.org/protocol.html#protocol_error_codes
 */
const kinds: Record<string, LogErrorKind> = {
  // Fenced. (Old API versions are told INVALID_PRODUCER_EPOCH where newer ones get PRODUCER_FENCED.)
  INVALID_PRODUCER_EPOCH: 'fenced',
  PRODUCER_FENCED: 'fenced',
  TRANSACTION_COORDINATOR_FENCED: 'fenced',
  INVALID_PRODUCER_ID_MAPPING: 'fenced',
  // For the moment.
  CORRUPT_MESSAGE: 'retriable',
  // Told by a broker that has not heard of a new topic yet. Whether there is one at all, metadata tell (session.ts).
  UNKNOWN_TOPIC_OR_PARTITION: 'retriable',
  LEADER_NOT_AVAILABLE: 'retriable',
  NOT_LEADER_FOR_PARTITION: 'retriable',
  REPLICA_NOT_AVAILABLE: 'retriable',
  REQUEST_TIMED_OUT: 'retriable',
  NETWORK_EXCEPTION: 'retriable',
  GROUP_LOAD_IN_PROGRESS: 'retriable',
  GROUP_COORDINATOR_NOT_AVAILABLE: 'retriable',
  NOT_COORDINATOR_FOR_GROUP: 'retriable',
  NOT_ENOUGH_REPLICAS: 'retriable',
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: 'retriable',
  NOT_CONTROLLER: 'retriable',
  CONCURRENT_TRANSACTIONS: 'retriable',
  OPERATION_NOT_ATTEMPTED: 'retriable',
  KAFKA_STORAGE_ERROR: 'retriable',
  FENCED_LEADER_EPOCH: 'retriable',
  UNKNOWN_LEADER_EPOCH: 'retriable',
  OFFSET_NOT_AVAILABLE: 'retriable',
  UNSTABLE_OFFSET_COMMIT: 'retriable',
  REBALANCE_IN_PROGRESS: 'retriable',
  // This transaction is lost, or its numbering; fencing anew mends it.
  OUT_OF_ORDER_SEQUENCE_NUMBER: 'fenced',
  UNKNOWN_PRODUCER_ID: 'fenced',
  INVALID_TXN_STATE: 'fenced',
  TRANSACTION_ABORTABLE: 'fenced',
  // Nobody there.
  KafkaJSConnectionError: 'unavailable',
  KafkaJSConnectionClosedError: 'unavailable',
  KafkaJSRequestTimeoutError: 'unavailable',
  KafkaJSBrokerNotFound: 'unavailable',
  KafkaJSNoBrokerAvailableError: 'unavailable',
  KafkaJSLockTimeout: 'unavailable',
  KafkaJSGroupCoordinatorNotFound: 'unavailable',
  KafkaJSMetadataNotLoaded: 'unavailable',
};

/** Codes that this adapter meets in answers that it decodes itself. */
const codeNames: Record<number, string> = {
  1: 'OFFSET_OUT_OF_RANGE',
  2: 'CORRUPT_MESSAGE',
  3: 'UNKNOWN_TOPIC_OR_PARTITION',
  5: 'LEADER_NOT_AVAILABLE',
  6: 'NOT_LEADER_FOR_PARTITION',
  7: 'REQUEST_TIMED_OUT',
  9: 'REPLICA_NOT_AVAILABLE',
  10: 'MESSAGE_TOO_LARGE',
  13: 'NETWORK_EXCEPTION',
  14: 'GROUP_LOAD_IN_PROGRESS',
  15: 'GROUP_COORDINATOR_NOT_AVAILABLE',
  16: 'NOT_COORDINATOR_FOR_GROUP',
  17: 'INVALID_TOPIC_EXCEPTION',
  18: 'RECORD_LIST_TOO_LARGE',
  19: 'NOT_ENOUGH_REPLICAS',
  20: 'NOT_ENOUGH_REPLICAS_AFTER_APPEND',
  29: 'TOPIC_AUTHORIZATION_FAILED',
  44: 'POLICY_VIOLATION',
  45: 'OUT_OF_ORDER_SEQUENCE_NUMBER',
  46: 'DUPLICATE_SEQUENCE_NUMBER',
  47: 'INVALID_PRODUCER_EPOCH',
  48: 'INVALID_TXN_STATE',
  49: 'INVALID_PRODUCER_ID_MAPPING',
  51: 'CONCURRENT_TRANSACTIONS',
  53: 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED',
  56: 'KAFKA_STORAGE_ERROR',
  59: 'UNKNOWN_PRODUCER_ID',
  74: 'FENCED_LEADER_EPOCH',
  75: 'UNKNOWN_LEADER_EPOCH',
  78: 'OFFSET_NOT_AVAILABLE',
  87: 'INVALID_RECORD',
  88: 'UNSTABLE_OFFSET_COMMIT',
  90: 'PRODUCER_FENCED',
  105: 'TRANSACTIONAL_ID_NOT_FOUND',
  120: 'TRANSACTION_ABORTABLE',
};

/** The protocol's name of a code, for a message and for `kindOf`. */
export const errorName = (code: number): string => codeNames[code] ?? `error code ${code}`;

type KafkajsError = Error & { type?: string; code?: string; cause?: unknown; originalError?: unknown };

/** The broker's or kafkajs' most telling name of an error; retries and wrappers of kafkajs are looked through. */
export function kafkaErrorName(error: unknown): string {
  let current = error as KafkajsError | undefined;
  for (let depth = 0; current instanceof Error && depth < 5; depth++) {
    if (typeof current.type === 'string') return current.type;
    if (kinds[current.name] !== undefined) return current.name;
    current = (current.cause ?? current.originalError) as KafkajsError | undefined;
  }
  return error instanceof Error ? error.name : String(error);
}

export const kindOf = (name: string): LogErrorKind => kinds[name] ?? 'fatal';

/** Turns whatever kafkajs threw while doing `what` into a LogError. A LogError passes through. */
export function toLogError(error: unknown, what: string): LogError {
  if (error instanceof LogError) return error;
  const name = kafkaErrorName(error);
  const detail = error instanceof Error && error.message !== '' ? `: ${error.message}` : '';
  return new LogError(kindOf(name), `${what} failed with ${name}${detail}`, { cause: error });
}

/** A LogError for an error code in an answer. */
export function logErrorFromCode(code: number, what: string): LogError {
  const name = errorName(code);
  return new LogError(kindOf(name), `${what} failed with ${name}.`);
}
