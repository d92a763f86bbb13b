import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { LongplayError } from '../errors.ts';
import { diskFull, diskFullLine } from './disk.ts';
import type { Downloads } from './downloads.ts';
import { runGuarded } from './guarded.ts';
import { type JavaLaunch, javaLaunch } from './java-server.ts';
import { kafkaConfig, kafkaFolder, propertiesText } from './kafka-config.ts';
import { countBrokers } from './kafka-wire.ts';
import { lastMeaningfulLine } from './logs.ts';
import { loopback } from './ports.ts';
import type { ServerDefinition } from './server.ts';
import { startArchive } from './start-archive.ts';
import { versions } from './versions.ts';

export type KafkaOptions = JavaLaunch & {
  readonly downloads: Downloads;
  readonly port: number;
  readonly controllerPort: number;
  readonly config: Readonly<Record<string, string>>;
  /** Further options of Java. */
  readonly flags?: readonly string[];
  /** Of all brokers of one cluster, in the form of `newClusterId()`; default: a new one, for a broker by itself. */
  readonly clusterId?: string;
};

const loggingFile = fileURLToPath(new URL('./kafka-logging.properties', import.meta.url));

export const kafkaTitle = `Kafka ${versions.kafka}`;

export function kafkaServer(options: KafkaOptions): ServerDefinition {
  const { layout, java, downloads, port } = options;
  const archive = startArchive({ name: 'kafka', downloads: downloads.folder, data: layout.data, java });
  return {
    part: 'kafka',
    title: kafkaTitle,
    log: layout.log('kafka'),
    data: layout.data,
    launch: () =>
      javaLaunch(
        options,
        [
          ...archive.flags(),
          '-Xmx512m',
          ...(options.flags ?? []),
          '-Dlog4j2.configurationFile=kafka-logging.properties',
          ...['kafka.Kafka', 'kafka.properties'],
        ],
        downloads.kafka,
      ),
    probe: async () => (await countBrokers(loopback, port)) > 0,
    stopping: archive.stopping,
    stopped: archive.keep,
  };
}

/** Writes the settings, and on the first start formats the storage: beside its place, so that a folder there is whole. */
export async function prepareKafka(options: KafkaOptions, signal: AbortSignal): Promise<void> {
  const { layout, port, controllerPort, config } = options;
  const file = (name: string) => join(layout.data, name);
  const ports = { client: port, controller: controllerPort };
  copyFileSync(loggingFile, file('kafka-logging.properties'));
  writeFileSync(file('kafka.properties'), propertiesText(kafkaConfig(ports, config)));
  if (existsSync(file(kafkaFolder))) return;

  const unfinished = `${kafkaFolder}.new`;
  rmSync(file(unfinished), { recursive: true, force: true });
  writeFileSync(file('kafka-format.properties'), propertiesText(kafkaConfig(ports, config, unfinished)));
  const flags = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];
  const { clusterId = newClusterId() } = options;
  const format = ['kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', 'kafka-format.properties'];
  const result = await runGuarded(
    { ...javaLaunch(options, [...flags, ...format], options.downloads.kafka), name: 'kafka-format', patience: 5 },
    signal,
  );
  if (result.code !== 0) throw formatFailed(layout.data, result.output || result.text);
  renameSync(file(unfinished), file(kafkaFolder));
}

/** 16 random bytes in Base64 for URLs, as Kafka's own; a leading hyphen would read as an option. */
export function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}

function formatFailed(data: string, output: string): LongplayError {
  const said = lastMeaningfulLine(output);
  const full = diskFullLine(output);
  if (full !== null) return diskFull(data, `Kafka's storage tool said "${full}"`);
  return new LongplayError('LP_STACK_START_FAILED', `${kafkaTitle} could not format its storage: ${said}`, {
    remedy: `Look at ${data}: it must be writable for this user.`,
  });
}
