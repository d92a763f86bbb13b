import { refuseHalfImported } from '../../runtime/backup/mark.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { topics } from '../../schemas/topics.ts';
import { openVault } from '../connect/servers.ts';
import { createWire } from '../connect/wire.ts';
import { refuseWithoutAuth } from './access.ts';
import { openApi } from './api.ts';
import { openFlowWatch } from './flow.ts';
import { openGround } from './ground.ts';
import { openHealth } from './health.ts';
import type { Program, Shop } from './program.ts';
import { progressReporter } from './progress.ts';
import { openProjections } from './projections.ts';
import { chooseProviders, openProviders } from './providers.ts';
import { provision } from './provision.ts';
import { type ReachOptions, untilReachable } from './reach.ts';
import { readyText } from './ready.ts';
import { startStreams } from './streams.ts';
import type { Terminal } from './terminal.ts';
import { startTrimming } from './trimming.ts';
import { openWarehouse } from './warehouse.ts';

/** Servers that were just started answer at once; given ones may be starting themselves. The log itself tries for 15 s. */
const patience = 20_000;

export async function bringUp(program: Program): Promise<void> {
  const { settings, roles, logger, lifetime, resources, terminal, metrics, tracing } = program;
  const { signal } = lifetime;
  const onProgress = progressReporter(terminal, logger);
  const { local, fresh = false, streams = [] } = roles;
  const choice = chooseProviders(settings, roles);
  if (roles.api) refuseWithoutAuth(settings);
  const ground = await openGround({ settings, local, fresh, logger, lifetime, onProgress, resources });
  await untilReachable(ground.health, { patience, signal, onWait: waitReporter(terminal, logger) });
  terminal.status('topics and schemas');
  const ids = await provision(ground, settings, logger);
  await refuseHalfImported({ log: ground.log, prefix: settings.prefix }, topics[0]?.name ?? '');
  // A key that does not fit this database must end the start, not the first order.
  const vault = await openVault(ground, settings);
  signal.throwIfAborted();

  const wire = createWire(ground.registry, settings.prefix, ids);
  const { runners, addresses } = await openProviders(choice, program, vault);
  if (streams.length > 0) {
    terminal.status('processors');
    await startStreams({ ground, wire, settings, logger, resources, runners, only: streams, metrics, tracing });
  }
  signal.throwIfAborted();
  const shop: Shop = { ...program, ground, wire, vault };
  if (roles.projections) {
    await openProjections(shop);
    openFlowWatch(shop);
  }
  if (streams.length > 0) startTrimming(shop);
  if (roles.warehouse) await openWarehouse(shop);
  const api = roles.api ? await openApi(shop) : null;
  const health = roles.api ? null : await openHealth(shop);
  tellReady(program, {
    ...(api !== null && { api: api.address }),
    ...(api?.developmentKey != null && { key: api.developmentKey }),
    ...(health !== null && { health }),
    ...ground.addresses,
    ...addresses,
  });
}

function tellReady({ terminal, logger }: Program, addresses: Readonly<Record<string, string>>): void {
  terminal.status(null);
  // From the start of the process, so that it is what a person waits.
  const seconds = process.uptime().toFixed(1);
  if (terminal.interactive) terminal.write(readyText(addresses, seconds));
  else logger.info({ ...addresses, seconds: Number(seconds) }, 'Longplay is ready');
}

/** Each reason once: a wrong address or password should not have to wait for the end of the patience. */
function waitReporter(terminal: Terminal, logger: Logger): ReachOptions['onWait'] {
  const told = new Set<string>();
  return down => {
    terminal.status(`waiting for ${down.map(({ name }) => name).join(', ')}`);
    for (const { name, reason } of down) {
      if (!told.has(`${name} ${reason}`)) logger.warn({ part: name }, `waiting for ${name}: ${reason}`);
      told.add(`${name} ${reason}`);
    }
  };
}
