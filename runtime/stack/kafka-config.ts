import { loopback } from './ports.ts';

/** Where server.properties expects the data, seen from the data folder, which is the broker's working folder. */
export const kafkaFolder = 'kafka';

/** The broker's settings: what differs from Kafka's defaults, and why. `overrides` win. */
export function kafkaConfig(
  ports: { readonly client: number; readonly controller: number },
  overrides: Readonly<Record<string, string>> = {},
  folder = kafkaFolder,
): Record<string, string> {
  return {
    // One process is broker and controller (KRaft, KIP-500), and reachable from this machine only.
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `PLAINTEXT://${loopback}:${ports.client},CONTROLLER://${loopback}:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://${loopback}:${ports.client}`,
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@${loopback}:${ports.controller}`,
    // Relative, for the setting is a list: a comma in the home's path would split it.
    'log.dirs': folder,

    // One broker: its own topics can't have Kafka's default of three replicas. Fewer partitions start and idle cheaper.
    'default.replication.factor': '1',
    'min.insync.replicas': '1',
    'offsets.topic.replication.factor': '1',
    'offsets.topic.num.partitions': '8',
    'transaction.state.log.replication.factor': '1',
    'transaction.state.log.min.isr': '1',
    'transaction.state.log.num.partitions': '8',
    'share.coordinator.state.topic.replication.factor': '1',
    'share.coordinator.state.topic.min.isr': '1',

    // A typing error must not make a topic with the wrong settings.
    'auto.create.topics.enable': 'false',
    // Committed positions must never expire: the maximum is 4,083 years.
    'offsets.retention.minutes': '2147483647',
    // Wait for no further members before the first assignment: here they all come from one program.
    'group.initial.rebalance.delay.ms': '0',
    // Kafka's own default, said aloud: what is too large for any broker must be refused by this one, too.
    'message.max.bytes': '1048588',
    // No empty records into the metadata log, twice a second for ever: they cost 40 % of the idle broker's work.
    'metadata.max.idle.interval.ms': '0',

    // Compaction soon after it is due, with a map for 1.2 million keys a pass; the default map takes 128 MB of heap.
    'log.cleaner.enable': 'true',
    'log.cleaner.backoff.ms': '2000',
    'log.cleaner.dedupe.buffer.size': '33554432',
    ...overrides,
  };
}

/** As a Java properties file, which is read as ISO 8859-1: anything else is escaped. */
export function propertiesText(config: Readonly<Record<string, string>>): string {
  return Object.entries(config)
    .map(([key, value]) => `${escaped(key).replace(/[:= ]/g, '\\$&')}=${escaped(value)}\n`)
    .join('');
}

function escaped(text: string): string {
  return text
    .replace(/\\/g, '\\\\')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/[^ -~]/g, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
