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
  LP_TOPICS_NOT_CREATED: {
    meaning: 'Topics of this installation are missing and could not be created.',
    remedy:
      'Read the broker’s reason in the message: too few brokers for LONGPLAY_REPLICATION, a missing right to create topics, or a setting that the broker does not allow.',
  },
  LP_REGISTRY_UNAVAILABLE: {
    meaning:
      'The schema registry could not be reached, did not answer in time, or failed by itself, for as long as it was tried.',
    remedy: 'Check that SCHEMA_REGISTRY_URL is right, and that the registry is up and reachable from this machine.',
  },
  LP_REGISTRY_REFUSED: {
    meaning: 'The schema registry understood a request and refused it.',
    remedy:
      'Read the registry’s own words in the message: a missing right, a read-only mode, or a schema that it cannot parse.',
  },
  LP_REGISTRY_UNEXPECTED: {
    meaning: 'What answers at the registry’s URL does not speak the schema registry’s API.',
    remedy:
      'Check the path in SCHEMA_REGISTRY_URL: it is what stands before /subjects, for Apicurio http://host:port/apis/ccompat/v7.',
  },
  LP_REGISTRY_SCHEMA_UNKNOWN: {
    meaning:
      'A record names a schema id that the registry does not have, or one that is no self-contained Avro schema.',
    remedy:
      'Check that this is the registry that the record’s writer used; a deleted schema has to be registered again.',
  },
  LP_REGISTRY_INCOMPATIBLE: {
    meaning:
      'The registry refused a new version of a schema, since records or readers of earlier versions would break.',
    remedy:
      'Give new fields a default, keep fields without one, and never change a type; see docs/decisions/0021-schemas-that-can-grow.md.',
  },
  LP_REGISTRY_LEVEL_DRIFT: {
    meaning:
      'A subject stands at another compatibility level than the catalogue says, so its new version was not registered.',
    remedy: 'Find out who changed the level and why, then set it back.',
  },
  LP_CLI_USAGE: {
    meaning: 'The command line is not one that Longplay understands.',
    remedy: 'Run `npx longplay --help`, or the command with --help.',
  },
  LP_CLI_NODE_TOO_OLD: {
    meaning: 'The program was started with a Node.js that cannot run it.',
    remedy:
      'Run it as `npx longplay …` in the folder of Longplay after `npm ci`, which installs the right Node.js there.',
  },
  LP_CLI_NOT_INSTALLED: {
    meaning: 'The packages that Longplay is made of are not installed.',
    remedy: 'Run `npm ci` in the folder of Longplay.',
  },
  LP_STACK_PART_ENDED: {
    meaning: 'A server of the local stack ended though nobody asked it to.',
    remedy: 'Read its log in LONGPLAY_HOME, in the folder logs, then stop Longplay and start it again.',
  },
  LP_TOPICS_PARTITIONS_DIFFER: {
    meaning: 'Topics of this installation exist with another partition count than it is configured for.',
    remedy:
      'Set LONGPLAY_PARTITIONS to the count that they have; to change it, export the log and import it under a new prefix.',
  },
  LP_SERVERS_UNREACHABLE: {
    meaning: 'One or more of Kafka, the schema registry and Postgres did not answer while Longplay started.',
    remedy: 'Check that each server that the message names is up, and that its address and credentials are right.',
  },
  LP_STOP_TIMEOUT: {
    meaning: 'The stop took longer than LONGPLAY_STOP_TIMEOUT, so that what was left was killed.',
    remedy: 'Nothing is lost, the next start recovers; if it repeats, raise LONGPLAY_STOP_TIMEOUT.',
  },
  LP_API_MALFORMED: {
    meaning: 'The request cannot be read: its URL, its headers or its body are malformed.',
    remedy: 'Correct what the detail names; a body must be valid JSON in UTF-8.',
  },
  LP_API_INPUT_INVALID: {
    meaning: 'The request can be read, but a field of it is missing, of the wrong type or out of range.',
    remedy: 'Correct the fields that `errors` lists.',
  },
  LP_API_NOT_FOUND: {
    meaning: 'Nothing is known under this address.',
    remedy: 'Check the path and the id in it.',
  },
  LP_API_METHOD_NOT_ALLOWED: {
    meaning: 'The address exists, but not for this method.',
    remedy: 'Use one of the methods that the Allow header lists.',
  },
  LP_API_REQUEST_TIMEOUT: {
    meaning: 'The request did not arrive completely in time.',
    remedy: 'Send it again, without pauses.',
  },
  LP_API_BODY_TOO_LARGE: {
    meaning: 'The body is larger than this address takes.',
    remedy: 'Send less at once.',
  },
  LP_API_MEDIA_TYPE_UNSUPPORTED: {
    meaning: 'The body is of a type that this address does not read.',
    remedy: 'Send application/json.',
  },
  LP_API_HEADERS_TOO_LARGE: {
    meaning: 'The headers are larger than the server takes.',
    remedy: 'Send fewer or shorter headers.',
  },
  LP_API_INTERNAL: {
    meaning: 'Longplay failed while it answered; the fault is not in the request.',
    remedy: 'Look for the request id in the log, where the cause is.',
  },
  LP_API_UNAVAILABLE: {
    meaning: 'A server that the answer needs cannot be reached at the moment.',
    remedy: 'Try again after the seconds that Retry-After names.',
  },
  LP_API_NOT_READY: {
    meaning: 'Kafka, the schema registry or Postgres does not answer.',
    remedy: 'Look at `servers`, which names what is down and why.',
  },
  LP_API_PORT_TAKEN: {
    meaning: 'Another program already listens on the port that the API was to use.',
    remedy: 'Stop the other program, or set PORT to another number (0 takes a free one).',
  },
  LP_API_ADDRESS_UNUSABLE: {
    meaning: 'The API cannot listen on the address or port that it was given.',
    remedy: 'Set HOST to an address of this machine, and PORT to 1024 or more.',
  },
  LP_CODEC_SCHEMA_INVALID: {
    meaning: 'An Avro schema cannot be used: it is not valid, or what it marks as personal does not follow the rules.',
    remedy: 'Correct the schema where the message says.',
  },
  LP_CODEC_VALUE_INVALID: {
    meaning: 'A value does not fit the schema that it was to be written with; nothing was written.',
    remedy: 'Correct the field that the message names: its value, or its type in the schema.',
  },
  LP_CODEC_PERSONAL_PLAINTEXT: {
    meaning:
      'A personal field was to be written with something else than text that is sealed for this very person; nothing was written.',
    remedy:
      'Seal the record once, where its data enters; afterwards copy the sealed text, within one person’s records.',
  },
  LP_CODEC_SUBJECT_MISSING: {
    meaning: 'A record holds personal data, and does not say of whom.',
    remedy: 'Fill the field that the schema names as dataSubject.',
  },
  LP_CODEC_SEAL_BROKEN: {
    meaning: 'What stands in a personal field cannot be opened: it is not sealed, was changed, or is another person’s.',
    remedy: 'Find the writer of the record: it did not go through the codec, or the bytes were changed.',
  },
  LP_CODEC_UNDECODABLE: {
    meaning: 'The value of a record cannot be read.',
    remedy: 'Look at the case: its reason says whether the bytes, the schema’s id or the schema is at fault.',
  },
  LP_CODEC_SCHEMAS_UNAVAILABLE: {
    meaning: 'A schema that records were written with could not be fetched, so nothing can be said about them yet.',
    remedy: 'Nothing to do: it is tried again. If it persists, look at the schema registry.',
  },
  LP_VAULT_UNAVAILABLE: {
    meaning: 'The vault, which holds the keys of personal data, could not be reached or did not answer in time.',
    remedy: 'Nothing to do: it is tried again. If it persists, look at Postgres.',
  },
  LP_VAULT_KEY_MISSING: {
    meaning: 'Personal data is sealed with a key that this vault has never had.',
    remedy:
      'Check that DATABASE_URL is the database of this installation; restore the schema of the vault from a backup.',
  },
  LP_VAULT_KEY_WRONG: {
    meaning: 'The keys in the vault are wrapped with another key-encryption key than the one that was given.',
    remedy: 'Set VAULT_KEY to the key that the vault was begun with, or restore the file vault.key in LONGPLAY_HOME.',
  },
  LP_VAULT_KEY_INVALID: {
    meaning: 'The key-encryption key of the vault is not usable: it is malformed, or others may read its file.',
    remedy: 'Follow the message; a key is 32 random bytes in base64, as `openssl rand -base64 32` makes them.',
  },
  LP_STACK_UNSUPPORTED: {
    meaning: 'The local servers can’t be started on this kind of system.',
    remedy:
      'Use WSL or docker-compose.yml, or set KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL to servers elsewhere.',
  },
  LP_STACK_LOCKED: {
    meaning: 'Another copy of the program is running on this data folder.',
    remedy: 'Stop that one first, or give this one a folder of its own with LONGPLAY_HOME.',
  },
  LP_STACK_PORT_TAKEN: {
    meaning: 'A port that a local server is meant to listen on is in use.',
    remedy: 'Stop the program that uses it, or choose another port with the setting that the message names.',
  },
  LP_STACK_JAVA_MISSING: {
    meaning: 'Kafka and the registry run on Java, and none was found that runs.',
    remedy: 'Install Java 17 or later and put it on the PATH, or set JAVA_HOME to it.',
  },
  LP_STACK_JAVA_TOO_OLD: {
    meaning: 'The Java that was found is older than Kafka and the registry need.',
    remedy: 'Install Java 17 or later and put it first on the PATH, or set JAVA_HOME to it.',
  },
  LP_STACK_MAVEN_MISSING: {
    meaning: 'The first start fetches Kafka and the registry with Maven, which was not found.',
    remedy: 'Install Maven 3.6.3 or later (Debian, Ubuntu: `apt-get install maven`; macOS: `brew install maven`).',
  },
  LP_STACK_DOWNLOAD_FAILED: {
    meaning: 'Maven could not fetch Kafka and the registry.',
    remedy: 'Check the connection to Maven Central, then start again: what was fetched is kept.',
  },
  LP_STACK_DISK_FULL: {
    meaning: 'The disk of the local stack’s folder is full, or too full to start on.',
    remedy: 'Make room there, or set LONGPLAY_HOME to a folder on another disk.',
  },
  LP_STACK_DATA_VERSION: {
    meaning: 'The data folder was made by versions that this one can’t follow.',
    remedy: 'Start over with `longplay up --fresh`, which deletes the data, or run the version that made it.',
  },
  LP_STACK_DATA_FOREIGN: {
    meaning: 'The folder meant for the data holds other things; nothing in it was touched.',
    remedy: 'Move them elsewhere, or set LONGPLAY_HOME to another folder.',
  },
  LP_STACK_HOME_UNUSABLE: {
    meaning: 'The local stack’s folder can’t be written to by this user.',
    remedy:
      'Give this user the rights to it (a start as root may have made it), or set LONGPLAY_HOME to another folder.',
  },
  LP_STACK_POSTGRES_UNUSABLE: {
    meaning: 'The Postgres that comes with npm can’t run here.',
    remedy:
      'Run `npm ci` again with install scripts allowed; as root, use a checkout that other users can read; or set DATABASE_URL to a Postgres of your own.',
  },
  LP_STACK_START_FAILED: {
    meaning: 'A local server ended, or did not become ready, while it was starting.',
    remedy: 'Read its log, which the message names; if its data is damaged, `longplay up --fresh` starts over.',
  },
  LP_GATEWAY_OPTIONS_INVALID: {
    meaning: 'The limits of a gateway (timeout, tries, lifetime of keys…) do not fit together; it was not started.',
    remedy: 'Correct what the message lists; each option is described in runtime/gateways/options.ts.',
  },
  LP_STANDIN_PORT_TAKEN: {
    meaning: 'The stand-in of a provider cannot listen on the port that it was given.',
    remedy: 'Stop the program that uses the port, or give the stand-in another one (0 takes a free one).',
  },
  LP_STANDIN_LEDGER_DAMAGED: {
    meaning: 'The ledger of a provider’s stand-in cannot be read, or another program writes to it.',
    remedy: 'Run one stand-in per data folder; start with an empty folder where the file itself is damaged.',
  },
  LP_STANDIN_USAGE: {
    meaning: 'The stand-in of a provider was started with arguments that it does not understand.',
    remedy: 'Run it with --help.',
  },
  LP_STACK_INTERRUPTED: {
    meaning: 'The start of the local stack was ended on request; no server is left running.',
    remedy: 'Nothing to do: start again when you like.',
  },
  LP_STREAMS_VALUE_UNKNOWN: {
    meaning:
      'A record holds a kind or status that this version of the program does not know, and nobody guesses at it.',
    remedy: 'Start the release that knows it, which is the one that wrote the record or a later one.',
  },
  LP_TASK_OWN_TOPIC_REPLACED: {
    meaning: 'A processor’s own topic, which holds its state, was deleted and made anew since it last ran.',
    remedy:
      'Restore the topic from an export. Only where its state may be lost: delete the processor’s consumer group as well, and start it over.',
  },
  LP_TASK_OWN_TOPIC_TRUNCATED: {
    meaning: 'A processor’s own topic ends before what it had committed: the broker lost records.',
    remedy: 'Restore the topic from an export or from a replica that has them; nothing was processed meanwhile.',
  },
  LP_TASK_POSITIONS_MISSING: {
    meaning: 'A processor has state, but the positions of its inputs are gone: starting over would process them twice.',
    remedy:
      'Restore the group’s offsets, or choose for each input: longplay streams adopt NAME TOPIC --from earliest|latest.',
  },
  LP_TASK_INPUT_NOT_ADOPTED: {
    meaning: 'A processor reads a topic that it has no position for, while it has positions for others.',
    remedy: 'Choose where it begins: longplay streams adopt NAME TOPIC --from earliest|latest.',
  },
  LP_TASK_RECORD_TOO_LARGE: {
    meaning: 'A fat event has grown beyond 900 KB, which a topic would refuse.',
    remedy: 'Look at the record’s lists: one of them has no bound. Nothing was skipped; the task stands still.',
  },
  LP_TASK_POISON: {
    meaning: 'A record, an answer or a deadline could not be processed. Nothing was skipped; the task stands still.',
    remedy: 'Read the cause. Correct the processor, or the schema, and start it again.',
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
