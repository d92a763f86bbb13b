import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Downloads } from './downloads.ts';
import { type JavaLaunch, javaLaunch } from './java-server.ts';
import { propertiesText } from './kafka-config.ts';
import { ensureTopics } from './kafka-wire.ts';
import { loopback } from './ports.ts';
import type { ServerDefinition } from './server.ts';
import { startArchive } from './start-archive.ts';
import { versions } from './versions.ts';

export type RegistryOptions = JavaLaunch & {
  readonly downloads: Downloads;
  readonly port: number;
  readonly brokers: readonly string[];
};

export const registryTitle = `Apicurio Registry ${versions.registry}`;

/** The Confluent-compatible API. */
export const registryUrl = (port: number) => `http://${loopback}:${port}/apis/ccompat/v7`;

const topics = {
  journal: 'longplay-registry-journal',
  snapshots: 'longplay-registry-snapshots',
  events: 'longplay-registry-events',
};

/**
 * The journal holds every schema, and is read from its beginning at each start. Made by the registry itself it would have
 * the broker's default retention: schemas older than a week would be gone, and with them the meaning of the log.
 */
export async function ensureRegistryTopics(broker: string): Promise<void> {
  const colon = broker.lastIndexOf(':');
  const forEver = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'retention.bytes': '-1' };
  const wanted = [topics.journal, topics.snapshots, topics.events].map(name => ({ name, config: forEver }));
  await ensureTopics(broker.slice(0, colon), Number(broker.slice(colon + 1)), wanted);
}

export function registryServer(options: RegistryOptions): ServerDefinition {
  const { layout, java, downloads, port } = options;
  const archive = startArchive({ name: 'registry', downloads: downloads.folder, data: layout.data, java });
  const jar = readdirSync(downloads.registry).find(name => name.endsWith('-runner.jar'));
  if (jar === undefined) throw new Error(`${downloads.registry} has no runner jar`);
  return {
    part: 'registry',
    title: registryTitle,
    log: layout.log('registry'),
    data: layout.data,
    launch: () => {
      writeFileSync(join(layout.data, 'registry.properties'), propertiesText(registryConfig(options)));
      return javaLaunch(options, [
        ...archive.flags(),
        // It serves a few requests a minute: quick to start and small counts, peak speed does not.
        ...['-Xmx256m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'],
        '-Dquarkus.config.locations=registry.properties',
        ...['-jar', join(downloads.registry, jar)],
      ]);
    },
    // Ready: it has read its journal. Without that it would answer, and know no schema.
    probe: async () => (await answers(port, '/health/ready')) && (await answers(port, '/apis/ccompat/v7/subjects')),
    stopping: archive.stopping,
    stopped: archive.keep,
  };
}

async function answers(port: number, path: string): Promise<boolean> {
  const response = await fetch(`http://${loopback}:${port}${path}`, { signal: AbortSignal.timeout(5_000) });
  await response.arrayBuffer();
  return response.status === 200;
}

/** Over the defaults in the application.properties of its runner jar. */
export function registryConfig({ port, brokers }: RegistryOptions): Record<string, string> {
  return {
    'quarkus.http.host': loopback,
    'quarkus.http.port': String(port),
    'apicurio.storage.kind': 'kafkasql',
    'apicurio.kafkasql.bootstrap.servers': brokers.join(','),
    'apicurio.kafkasql.topic': topics.journal,
    'apicurio.kafkasql.snapshots.topic': topics.snapshots,
    'apicurio.events.kafka.topic': topics.events,
    'apicurio.kafkasql.topic.auto-create': 'false',
    // The journal is small and complete; a snapshot is a second truth, in a file whose absolute path is in a topic.
    'apicurio.kafkasql.snapshot.every.seconds': 'disabled',
    'apicurio.storage.snapshot.location': 'tmp',
    'apicurio.import.work-dir': 'tmp',
    // The start waits this long for a snapshot, by default 5 s, and there is none.
    'apicurio.kafkasql.consumer.poll.timeout': '250',
    // Each start reads with a new consumer group: it must leave no positions behind, ours never expire.
    'apicurio.kafkasql.consumer.enable.auto.commit': 'false',
    // Its database is in memory: connections cost start time, and nothing else.
    'apicurio.datasource.jdbc.initial-size': '2',
    'apicurio.datasource.jdbc.min-size': '2',
    'apicurio.datasource.blue.jdbc.initial-size': '0',
    'apicurio.datasource.blue.jdbc.min-size': '0',
    'apicurio.datasource.green.jdbc.initial-size': '0',
    'apicurio.datasource.green.jdbc.min-size': '0',
    // Warnings, and where its storage stands. Its complaints about Kafka's absence while both start, and about its own
    // defaults, are noise.
    'quarkus.banner.enabled': 'false',
    'quarkus.http.access-log.enabled': 'false',
    'quarkus.log.console.format': '%d{yyyy-MM-dd HH:mm:ss.SSS} %-5p %c{1} %s%e%n',
    'quarkus.log.category."io.apicurio".level': 'WARN',
    'quarkus.log.category."io.apicurio.registry.storage.impl.kafkasql.KafkaSqlRegistryStorage".level': 'INFO',
    'quarkus.log.category."io.quarkus.runtime.configuration.DeprecatedRuntimePropertiesRecorder".level': 'ERROR',
    'quarkus.log.category."io.quarkus.arc.impl.UncaughtExceptions".level': 'OFF',
    'quarkus.log.category."org.apache.kafka.clients".level': 'ERROR',
  };
}
