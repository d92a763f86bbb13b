import { buildApp } from '../../api/app.ts';
import { listen } from '../../api/listen.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { describeSettings } from '../../runtime/config/shown.ts';
import { createLogger, type Logger } from '../../runtime/observe/logger.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportError } from '../report-error.ts';
import { openGround, openVault } from './ground.ts';
import { beginLifetime, type Lifetime } from './lifetime.ts';
import { progressReporter } from './progress.ts';
import { provision } from './provision.ts';
import { type ReachOptions, untilReachable } from './reach.ts';
import { readyText } from './ready.ts';
import { createResources, type Resources } from './resources.ts';
import { createTerminal, type Terminal } from './terminal.ts';

/** Servers that were just started answer at once; given ones may be starting themselves. The log itself tries for 15 s. */
const patience = 20_000;

/** Everything in one process, until a signal asks it to stop. */
export async function runUp(settings: Settings, options: { fresh: boolean }, context: CliContext): Promise<ExitCode> {
  const terminal = createTerminal(context.stdout);
  const logger = createLogger({
    ...settings.log,
    secrets: settings.secrets,
    destination: terminal,
    terminal: terminal.interactive,
  });
  const resources = createResources(logger);
  const lifetime = beginLifetime({ logger, stopTimeout: settings.stopTimeout, open: resources.open });
  try {
    logger.info(`Configuration: ${describeSettings(settings)}`);
    for (const warning of settings.warnings) logger.warn(warning);
    await bringUp({ settings, ...options, logger, lifetime, resources, terminal });
    return await lifetime.ended;
  } catch (error) {
    // What a stop breaks off is no failure.
    if (lifetime.signal.aborted) return await lifetime.ended;
    terminal.status(null);
    if (!terminal.interactive) logger.fatal(error);
    reportError(error, context, settings.secrets);
    return exitCodes.couldNotRun;
  } finally {
    await resources.close();
    lifetime.end();
    logger.info('stopped');
  }
}

type BringUp = {
  readonly settings: Settings;
  readonly fresh: boolean;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly resources: Resources;
  readonly terminal: Terminal;
};

async function bringUp({ settings, fresh, logger, lifetime, resources, terminal }: BringUp): Promise<void> {
  const { signal } = lifetime;
  const onProgress = progressReporter(terminal, logger);
  const ground = await openGround({ settings, fresh, logger, lifetime, onProgress, resources });
  await untilReachable(ground.health, { patience, signal, onWait: waitReporter(terminal, logger) });
  terminal.status('topics and schemas');
  await provision(ground, settings, logger);
  // Nothing seals yet, but a key that does not fit this database must end the start, not the first order.
  await openVault(ground, settings);
  signal.throwIfAborted();

  const app = buildApp({ logger, health: ground.health });
  resources.add('the API', () => app.close());
  const api = await listen(app, settings.http);

  terminal.status(null);
  const addresses = { api, ...ground.addresses };
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
