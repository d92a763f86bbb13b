import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { prepareData } from '../../runtime/stack/data-folder.ts';
import { ensureDownloads } from '../../runtime/stack/downloads.ts';
import { findJava } from '../../runtime/stack/java.ts';
import { kafkaServer, newClusterId, prepareKafka } from '../../runtime/stack/kafka.ts';
import { layoutOf } from '../../runtime/stack/layout.ts';
import { freePort, loopback } from '../../runtime/stack/ports.ts';
import { type Server, startServer } from '../../runtime/stack/server.ts';

/** Several brokers on this machine that are one cluster; each is also a controller (KRaft). */
export type Cluster = {
  readonly addresses: readonly string[];
  readonly brokers: readonly Server[];
  stop(): Promise<void>;
};

export type ClusterOptions = {
  readonly home: string;
  readonly downloads: string;
  readonly brokers: number;
  readonly onProgress: (text: string) => void;
};

/** As a cluster is run: three copies of everything, of which two must have a record before it counts. */
const safe = {
  'default.replication.factor': '3',
  'min.insync.replicas': '2',
  'offsets.topic.replication.factor': '3',
  'transaction.state.log.replication.factor': '3',
  'transaction.state.log.min.isr': '2',
  'share.coordinator.state.topic.replication.factor': '3',
  'share.coordinator.state.topic.min.isr': '2',
};

export async function startCluster({ home, downloads, brokers, onProgress }: ClusterOptions): Promise<Cluster> {
  const { signal } = new AbortController();
  const clusterId = newClusterId();
  const numbers = Array.from({ length: brokers }, (_, n) => n + 1);
  const ports: { readonly port: number; readonly controllerPort: number }[] = [];
  for (const _ of numbers) ports.push({ port: await freePort(), controllerPort: await freePort() });
  const voters = numbers.map(n => `${n}@${loopback}:${ports[n - 1]?.controllerPort}`).join(',');
  const env = process.env;
  const java = await findJava(env);

  const started = await Promise.allSettled(
    numbers.map(async (number): Promise<Server> => {
      const layout = layoutOf({ home: join(home, `broker-${number}`), downloads });
      mkdirSync(layout.logs, { recursive: true });
      prepareData(layout, false);
      const told = ({ text }: { readonly text: string }) => onProgress(`broker ${number}: ${text}`);
      const options = {
        layout,
        java,
        env,
        downloads: await ensureDownloads({ layout, java, env, signal, onProgress: told }),
        ...(ports[number - 1] as (typeof ports)[0]),
        config: { ...safe, 'node.id': String(number), 'controller.quorum.voters': voters },
        clusterId,
      };
      await prepareKafka(options, signal);
      const onExit = (_: unknown, reason: string) => onProgress(`broker ${number} has ended: ${reason}`);
      return startServer(kafkaServer(options), { signal, onProgress: told, onExit });
    }),
  );
  const servers = started.flatMap(one => (one.status === 'fulfilled' ? [one.value] : []));
  const stop = async () => {
    await Promise.all(servers.map(server => server.stop()));
  };
  const failed = started.find(one => one.status === 'rejected');
  if (failed !== undefined) {
    await stop();
    throw failed.reason;
  }
  return { addresses: ports.map(({ port }) => `${loopback}:${port}`), brokers: servers, stop };
}
