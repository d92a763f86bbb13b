import type { z } from 'zod';
import { apiSettings } from './api-table.ts';
import { hospitalSettings } from './hospital-table.ts';
import { pricingSettings } from './pricing-table.ts';
import { providerSettings } from './providers-table.ts';
import { serverSettings } from './servers-table.ts';
import type { Setting } from './setting.ts';
import { tracingTable } from './tracing-table.ts';
import { keys, oneOf, port, prefix, text, wholeNumber, words } from './values.ts';

export const settingsTable = {
  ...serverSettings,
  HOST: {
    group: 'API',
    schema: text,
    type: 'address',
    fallback: '127.0.0.1',
    meaning: 'Address that the API listens on. 0.0.0.0 means every interface.',
    otherwise:
      'On 127.0.0.1 only this machine reaches it; on 0.0.0.0 everybody does who can reach this machine, in plain text: put TLS in front of it.',
  },
  PORT: {
    group: 'API',
    schema: port,
    type: 'number',
    fallback: 8080,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port that the API listens on.',
    otherwise: 'A taken port ends the start with LP_API_PORT_TAKEN.',
  },
  HEALTH_PORT: {
    group: 'API',
    schema: port,
    type: 'number',
    fallback: null,
    unit: 'TCP port; 0 takes a free one',
    meaning:
      'Port on which a process that serves no API (`longplay streams`, `longplay projections`) answers /health and /metrics. Where the API is, they are on its port.',
    otherwise: 'Without it, nobody can scrape or probe such a process.',
  },
  ...apiSettings,
  ...providerSettings,
  ...pricingSettings,
  FRAUD_RULES: {
    group: 'Installation',
    schema: oneOf(['on', 'off']),
    type: 'on, off',
    fallback: 'on',
    meaning:
      'Whether customers are flagged by the rules of streams/fraud/rules.ts. off: for measurements and trials, where few customers order a lot. It has to be the same for every process.',
    otherwise: 'off in production: tried-out cards and taken-over accounts go on ordering.',
  },
  LONGPLAY_PREFIX: {
    group: 'Installation',
    schema: prefix,
    type: 'text',
    fallback: 'longplay',
    meaning: 'Names the topics, groups and transactional ids of one installation, so that several can share a Kafka.',
    otherwise:
      'Two installations with one prefix fence each other off and mix their records. A changed prefix starts an empty shop.',
  },
  LONGPLAY_PARTITIONS: {
    group: 'Installation',
    schema: wholeNumber(1, 1000),
    type: 'number',
    fallback: 3,
    unit: 'partitions per topic',
    meaning: 'Partition count of new topics. It is fixed for the life of an installation.',
    otherwise:
      'More than needed costs transactions per second; topics that exist with another count are reported and stop the start.',
  },
  LONGPLAY_REPLICATION: {
    group: 'Installation',
    schema: wholeNumber(1, 32_767),
    type: 'number',
    fallback: null,
    defaultText: '3 with KAFKA_BROKERS, otherwise 1',
    unit: 'copies of each partition',
    meaning: 'Replication factor of new topics.',
    otherwise: 'With 1 a lost broker is lost data; with more than there are brokers topics cannot be created.',
  },
  LONGPLAY_MIN_INSYNC_REPLICAS: {
    group: 'Installation',
    schema: wholeNumber(1, 32_767),
    type: 'number',
    fallback: null,
    defaultText: '2 where the replication is 3 or more, otherwise 1',
    unit: 'copies of each partition',
    meaning: 'Copies that must have a record before a write counts (min.insync.replicas of new topics).',
    otherwise:
      'With 1 an acknowledged record can be lost with one broker; equal to the replication one lost broker stops all writes.',
  },
  LONGPLAY_REQUEST_RETENTION: {
    group: 'Installation',
    schema: wholeNumber(1, 87_600),
    type: 'number',
    fallback: 168,
    unit: 'hours',
    meaning: 'Requests and outcomes older than this are deleted from their topics, once every reader has read them.',
    otherwise:
      'Shorter than clients may repeat a request: an outcome is not found any more. Longer: the disk fills with what was decided long ago.',
  },
  LONGPLAY_PREVIOUS_KEPT: {
    group: 'Installation',
    schema: wholeNumber(1, 87_600),
    type: 'number',
    fallback: 72,
    unit: 'hours',
    meaning: 'How long a read model’s previous generation is kept, and fed, after a rebuild took its place.',
    otherwise:
      'Shorter than it takes to notice that the new one is wrong: a rollback has nothing to go back to. Longer: twice the disk and twice the writes for as long.',
  },
  LONGPLAY_SENTINEL_RATE: {
    group: 'Installation',
    schema: wholeNumber(0, 10_000_000),
    type: 'number',
    fallback: 10_000,
    unit: 'records a second',
    meaning: 'How fast the log is read to find rows of read models that are not what it says; 0: nobody looks.',
    otherwise:
      'Lower: a wrong row is found later, and a log that grows faster than this is never read to its end. Higher: it takes a core from what readers and the shop need.',
  },
  VAULT_KEY: {
    group: 'Installation',
    schema: keys,
    type: '32 random bytes in base64 (`openssl rand -base64 32`), or several with commas between them',
    fallback: null,
    defaultText: 'the file vault.key in LONGPLAY_HOME, made on the first start',
    meaning:
      'Key that wraps the keys of personal data. The first of several is for new keys; the others still open what they wrapped. Several machines need the same.',
    otherwise: 'Without the right one every customer’s personal data is unreadable, for ever where it is lost.',
    secret: 'value',
  },
  ...hospitalSettings,
  VAULT_PASSPHRASE: {
    group: 'Installation',
    schema: text,
    type: '12 characters or more',
    fallback: null,
    defaultText: 'the file that --passphrase-file names',
    meaning: 'Passphrase of the file that `longplay vault export` writes and `longplay vault import` reads.',
    otherwise: 'Without it nobody opens the file; whoever has both can read all personal data of the log.',
    secret: 'value',
  },
  LONGPLAY_HOME: {
    group: 'Local stack',
    schema: text,
    type: 'path of a folder',
    fallback: null,
    defaultText: '.longplay in Longplay’s own folder',
    meaning: 'Where the local servers, their downloads and their data are kept.',
    otherwise: 'It needs about 1 GB of disk. Two running copies cannot share it: the second is refused.',
  },
  LONGPLAY_KAFKA_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 19_092,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the local Kafka, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LONGPLAY_KAFKA_JAVA_OPTIONS: {
    group: 'Local stack',
    schema: words,
    type: 'options, separated by spaces',
    fallback: null,
    defaultText: 'none',
    meaning:
      'Further options of the Java that the local Kafka runs on: `-Xmx1g` for more than 512 MB of heap; `-XX:TieredStopAtLevel=1` where it runs for minutes only, since it then takes a fifth less CPU.',
    otherwise: 'Java refuses what it does not know, and the start ends with its words.',
  },
  LONGPLAY_REGISTRY_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 18_081,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the local schema registry, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LONGPLAY_POSTGRES_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 15_432,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the local Postgres, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LONGPLAY_PAYMENT_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 18_090,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the payment stand-in, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LONGPLAY_MAIL_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 18_025,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the mail stand-in for SMTP, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LONGPLAY_MAIL_WEB_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 18_026,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the mailbox of the mail stand-in, for a browser, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LONGPLAY_BOOKINGS_PORT: {
    group: 'Local stack',
    schema: port,
    type: 'number',
    fallback: 18_092,
    unit: 'TCP port; 0 takes a free one',
    meaning: 'Port of the stand-in of the booking providers, on 127.0.0.1.',
    otherwise: 'A taken port ends the start, naming it.',
  },
  LOG_LEVEL: {
    group: 'Running',
    schema: oneOf(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    type: 'fatal, error, warn, info, debug, trace, silent',
    fallback: 'info',
    meaning: 'Least important line that is logged. At debug, expected errors show their stacks as well.',
    otherwise: 'trace and debug slow a busy installation down; above info the ready line is not logged.',
  },
  LOG_FORMAT: {
    group: 'Running',
    schema: oneOf(['auto', 'pretty', 'json']),
    type: 'auto, pretty, json',
    fallback: 'auto',
    meaning:
      'pretty: one readable line each; json: one JSON document each; auto: pretty on a terminal, json elsewhere.',
    otherwise: 'Log collectors cannot parse pretty lines.',
  },
  LONGPLAY_HEALTH_TIMEOUT: {
    group: 'Running',
    schema: wholeNumber(100, 60_000),
    type: 'number',
    fallback: 2000,
    unit: 'ms',
    meaning: 'How long /health/ready waits for each server before it counts as down.',
    otherwise: 'Too short reports a busy server as down; longer than the prober’s own timeout hides which one is.',
  },
  LONGPLAY_STOP_TIMEOUT: {
    group: 'Running',
    schema: wholeNumber(1000, 600_000),
    type: 'number',
    fallback: 60_000,
    unit: 'ms',
    meaning: 'How long a stop (Ctrl-C, SIGTERM) may take before what is left is killed.',
    otherwise: 'Too short kills Postgres and Kafka in the middle of their shutdown, and the next start is slower.',
  },
  ...tracingTable,
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;

/** The parsed value of each variable. */
export type Values = {
  -readonly [K in SettingName]: z.output<(typeof settingsTable)[K]['schema']> | (typeof settingsTable)[K]['fallback'];
};
