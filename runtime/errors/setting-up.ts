import type { Explained } from './explained.ts';

/** Configuration, commands, starting and stopping. */
export const settingUpErrors = {
  LP_CONFIG_INVALID: {
    meaning: 'One or more settings are wrong, or do not fit together; nothing was started.',
    remedy: 'Correct what the message lists; docs/reference/config.md describes every setting.',
  },
  LP_TOPICS_NOT_CREATED: {
    meaning: 'Topics of this installation are missing and could not be created.',
    remedy:
      'Read the broker’s reason in the message: too few brokers for LONGPLAY_REPLICATION, a missing right to create topics, or a setting that the broker does not allow.',
  },
  LP_CLI_USAGE: {
    meaning: 'The command line is not one that Longplay understands.',
    remedy: 'Run `npx longplay --help`, or the command with --help.',
  },
  LP_CLI_INTERRUPTED: {
    meaning: 'The command was stopped before it asked anything: nothing has changed.',
    remedy: 'Run it again if it is wanted still.',
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
  LP_CLI_NOTHING_RUNS: {
    meaning: 'A command needs a running installation, and there is none that it knows of.',
    remedy:
      'Start one in another terminal (`npm start`), or set KAFKA_BROKERS, SCHEMA_REGISTRY_URL and DATABASE_URL to yours.',
  },
  LP_PAYMENT_URL_MISSING: {
    meaning: 'Longplay runs on a Kafka of yours, and was not told where the payment provider is.',
    remedy: 'Set PAYMENT_URL to your provider; for a trial, PAYMENT_URL=stand-in charges nobody.',
  },
  LP_MAIL_URL_MISSING: {
    meaning: 'Longplay runs on a Kafka of yours, and was not told where the mail server is.',
    remedy: 'Set MAIL_URL and MAIL_FROM; for a trial, MAIL_URL=stand-in keeps every mail on this machine.',
  },
} as const satisfies Record<string, Explained>;
