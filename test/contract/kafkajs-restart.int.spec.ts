import { rmSync } from 'node:fs';
import { kafkajsHarness } from '../../runtime/log/kafkajs/testing/harness.ts';
import { startServers, temporaryFolder } from '../setup/servers.ts';
import type { ContractHarness } from './harness.ts';
import { restartContract } from './suite.ts';

/** A broker of its own, since no other test would survive these. */
async function restartableHarness(): Promise<ContractHarness> {
  const home = temporaryFolder('longplay-int-restart-');
  const stack = await startServers(home, {
    start: { kafka: true, registry: false, postgres: false },
    // A killed broker is let in again once its session is over: long before a writer gives up (15 s).
    kafkaConfig: { 'broker.session.timeout.ms': '3000', 'broker.heartbeat.interval.ms': '500' },
  });
  const harness = kafkajsHarness({
    brokers: stack.kafkaBrokers ?? [],
    restart: how => stack.restart('kafka', how),
  });
  return {
    ...harness,
    close: async () => {
      await harness.close();
      await stack.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

restartContract('kafkajs', restartableHarness);
