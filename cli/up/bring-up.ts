import type { Settings } from '../../runtime/config/settings.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { openVault } from '../connect/servers.ts';
import { createWire } from '../connect/wire.ts';
import { openApi } from './api.ts';
import { type Ground, openGround } from './ground.ts';
import type { Lifetime } from './lifetime.ts';
import { openPayments, runningStandIn, startStandIn, usesStandIn } from './payments.ts';
import { progressReporter } from './progress.ts';
import { openProjections } from './projections.ts';
import { provision } from './provision.ts';
import { type ReachOptions, untilReachable } from './reach.ts';
import { readyText } from './ready.ts';
import type { Resources } from './resources.ts';
import { startStreams } from './streams.ts';
import type { Terminal } from './terminal.ts';
import { startTrimming } from './trimming.ts';
import { openWarehouse } from './warehouse.ts';

/** Servers that were just started answer at once; given ones may be starting themselves. The log itself tries for 15 s. */
const patience = 20_000;

/** What one process does; what is left out, it does not. */
export type Roles = {
  /** Servers that were not given: `start` them here, or use those of a `longplay up` that runs (`attach`). */
  readonly local: 'start' | 'attach';
  /** Begins with empty data. */
  readonly fresh?: boolean;
  /** Names of the processors to run. */
  readonly streams?: readonly string[];
  readonly projections?: boolean;
  readonly api?: boolean;
  /** A warehouse stand-in packs, dispatches and delivers by itself. */
  readonly warehouse?: boolean;
};

export type Program = {
  readonly settings: Settings;
  readonly roles: Roles;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly resources: Resources;
  readonly terminal: Terminal;
};

/** A program with everything that its roles stand on. */
export type Shop = Program & { readonly ground: Ground; readonly wire: Wire; readonly vault: Vault };

export async function bringUp(program: Program): Promise<void> {
  const { settings, roles, logger, lifetime, resources, terminal } = program;
  const { signal } = lifetime;
  const onProgress = progressReporter(terminal, logger);
  const { local, fresh = false, streams = [] } = roles;
  // Asked first: what is missing must not be noticed only when everything else is up.
  const standIn = streams.includes('payments') && usesStandIn(settings);
  const ground = await openGround({ settings, local, fresh, logger, lifetime, onProgress, resources });
  await untilReachable(ground.health, { patience, signal, onWait: waitReporter(terminal, logger) });
  terminal.status('topics and schemas');
  const ids = await provision(ground, settings, logger);
  // A key that does not fit this database must end the start, not the first order.
  const vault = await openVault(ground, settings);
  signal.throwIfAborted();

  const wire = createWire(ground.registry, settings.prefix, ids);
  const payments = standIn
    ? local === 'start'
      ? await startStandIn(program, fresh)
      : runningStandIn(settings)
    : settings.payments.url;
  if (streams.length > 0) {
    terminal.status('processors');
    const runners = payments === null ? {} : openPayments(payments, program).runners;
    await startStreams({ ground, wire, settings, logger, resources, runners, only: streams });
  }
  signal.throwIfAborted();
  const shop: Shop = { ...program, ground, wire, vault };
  if (roles.projections) await openProjections(shop);
  if (streams.length > 0) startTrimming(shop);
  if (roles.warehouse) openWarehouse(shop);
  const api = roles.api ? await openApi(shop) : null;
  tellReady(program, { ...(api !== null && { api }), ...ground.addresses, ...(standIn && payments && { payments }) });
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
