import { LogError } from '../errors.ts';
import type {
  GroupReader,
  GroupReaderHandlers,
  GroupReaderOptions,
  LogBatch,
  Position,
  TopicPartition,
} from '../port.ts';
import type { Cluster } from './cluster.ts';
import { type Flow, startFlow } from './flow.ts';
import { type Membership, startMembership } from './membership.ts';
import type { Session } from './network.ts';
import { nameOf } from './refusals.ts';

const DEFAULT_MAX_BYTES = 1024 * 1024;

export function createGroupReader(cluster: Cluster, session: Session, options: GroupReaderOptions): GroupReader {
  const { topics, maxBytesPerPartition: maxBytes = DEFAULT_MAX_BYTES } = options;
  const flows = new Map<string, { at: TopicPartition; flow: Flow }>();
  const handling = new Map<string, Promise<void>>();
  let handlers: GroupReaderHandlers | null = null;
  let membership: Membership | null = null;
  let owned: ReadonlySet<number> = new Set();
  let stopped = false;
  let ready: () => void = () => {};

  const silence = (partition: number): void => {
    for (const [name, { at, flow }] of flows) {
      if (at.partition !== partition) continue;
      flow.stop();
      flows.delete(name);
    }
  };

  const silenceAll = (): void => {
    for (const { flow } of flows.values()) flow.stop();
    flows.clear();
    owned = new Set();
  };

  const handle = async (batch: LogBatch): Promise<void> => {
    const running = Promise.try(() => (handlers as GroupReaderHandlers).batch(batch));
    const name = nameOf(batch);
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    handling.set(name, settled);
    try {
      await running;
    } finally {
      if (handling.get(name) === settled) handling.delete(name);
    }
  };

  const start = (from: Position): void => {
    const at: TopicPartition = { topic: from.topic, partition: from.partition };
    const name = nameOf(at);
    const flow = startFlow({
      cluster,
      session,
      from,
      maxBytes,
      after: handling.get(name),
      deliver: handle,
      failed: error => {
        // The task of this partition is in an unknown state: none of its topics may go on.
        silence(at.partition);
        handlers?.failed(error, at);
      },
    });
    flows.set(name, { at, flow });
  };

  return {
    start: given => {
      handlers = given;
      const { promise: started, resolve, reject } = Promise.withResolvers<void>();
      let joined = false;
      ready = resolve;
      membership = startMembership({
        cluster,
        session,
        group: options.group,
        topics,
        assigned: partitions => {
          // Also where no heartbeat told of the rebalance: a broker that was away tells with the assignment.
          silenceAll();
          owned = new Set(partitions);
          joined = true;
          try {
            given.assigned(partitions);
          } catch (error) {
            given.failed(error);
          }
          resolve();
        },
        revoked: silenceAll,
        failed: error => {
          silenceAll();
          if (joined) given.failed(error);
          else reject(error);
        },
      });
      return started;
    },

    deliver: (partition, from) => {
      const positions = topics.map(topic => from.find(one => one.topic === topic && one.partition === partition));
      if (positions.includes(undefined)) {
        throw new LogError('fatal', `Partition ${partition} needs a position for each of ${topics.join(', ')}.`);
      }
      silence(partition);
      // Lost meanwhile: its new owner delivers it.
      if (stopped || !owned.has(partition)) return;
      for (const position of positions as Position[]) start(position);
    },

    silence,

    owns: async partition => membership !== null && !stopped && (await membership.owns(partition)),

    stop: async () => {
      if (stopped) return;
      stopped = true;
      ready();
      silenceAll();
      await membership?.leave();
      await Promise.all(handling.values());
    },
  };
}
