import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { kafkajsHarness } from '../../runtime/log/kafkajs/testing/harness.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { ContractHarness } from './harness.ts';
import { restartContract } from './suite.ts';

const downloads = fileURLToPath(new URL('../../.longplay/downloads', import.meta.url));

/** A broker of its own, since no other test would survive these. */
async function restartableHarness(): Promise<ContractHarness> {
  const home = mkdtempSync(join(tmpdir(), 'longplay-int-restart-'));
  chmodSync(home, 0o755);
  const stack = await startStack({
    home,
    downloads,
    start: { kafka: true, registry: false, postgres: false },
    ports: { kafka: 0, registry: 0, postgres: 0 },
    onProgress: () => {},
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
