import { createMemoryBroker, type MemoryBroker } from '../../runtime/log/memory/log.ts';
import { PATIENCE_MS } from '../setup/limits.ts';
import type { Client, ContractHarness, ForeignProducer } from './harness.ts';

/** The memory broker as the contract sees it. `restart` is short: nothing is lost, and nobody is reached meanwhile. */
export async function memoryHarness(): Promise<Required<ContractHarness>> {
  const broker = createMemoryBroker();
  return {
    patience: PATIENCE_MS,
    open: async clientId => client(broker, clientId),
    foreign: async transactionalId =>
      transactionalId === null ? plainProducer(broker) : transactionalProducer(broker, transactionalId),
    compactable: { 'cleanup.policy': 'compact' },
    compactNow: async topic => broker.compact(topic),
    restart: async () => {
      broker.down();
      await new Promise(resolve => setTimeout(resolve, 20));
      broker.up();
    },
    close: async () => {},
  };
}

function client(broker: MemoryBroker, clientId: string): Client {
  let thaw = (): void => {};
  return {
    log: broker.log(clientId),
    hold: operation => broker.hold({ client: clientId, operation }),
    loseCommit: when => broker.loseNext(clientId, 'commit', when),
    freeze: async () => {
      thaw = broker.hold({ client: clientId }).release;
      broker.expireSession(clientId);
    },
    thaw: () => thaw(),
    crash: async () => {
      broker.crash(clientId);
      broker.expireSession(clientId);
    },
  };
}

function transactionalProducer(broker: MemoryBroker, transactionalId: string): ForeignProducer {
  const transaction = broker.transaction(transactionalId);
  return {
    begin: async () => {},
    append: async records => {
      transaction.append(records);
    },
    positions: async (group, committed) => transaction.positions(group, committed),
    commit: async () => transaction.commit(),
    abort: async () => transaction.abort(),
    close: async () => {},
  };
}

let foreignWriters = 0;

function plainProducer(broker: MemoryBroker): ForeignProducer {
  const log = broker.log(`foreign-${++foreignWriters}`);
  const writer = log.writer();
  const refuse = async (): Promise<void> => {
    throw new Error('This producer has no transactional id.');
  };
  return {
    begin: refuse,
    append: async records => {
      await (await writer).append(records);
    },
    positions: refuse,
    commit: refuse,
    abort: refuse,
    close: () => log.close(),
  };
}
