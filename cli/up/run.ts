import manifest from '../../package.json' with { type: 'json' };
import type { Settings } from '../../runtime/config/settings.ts';
import { describeSettings } from '../../runtime/config/shown.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createMetrics } from '../../runtime/observe/metrics.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportError } from '../report-error.ts';
import { bringUp } from './bring-up.ts';
import { beginLifetime } from './lifetime.ts';
import type { Roles } from './program.ts';
import { createResources } from './resources.ts';
import { createTerminal } from './terminal.ts';
import { openTracing } from './tracing.ts';

/** Runs these roles in this process, until a signal asks it to stop. */
export async function runRoles(settings: Settings, roles: Roles, context: CliContext): Promise<ExitCode> {
  const terminal = createTerminal(context.stdout);
  const logger = createLogger({
    ...settings.log,
    secrets: settings.secrets,
    storyKey: 'orderId',
    destination: terminal,
    terminal: terminal.interactive,
  });
  const resources = createResources(logger);
  const lifetime = beginLifetime({ logger, stopTimeout: settings.stopTimeout, open: resources.open });
  try {
    logger.info(`Configuration: ${describeSettings(settings)}`);
    for (const warning of settings.warnings) logger.warn(warning);
    const metrics = createMetrics();
    metrics.set('longplay_build_info', { version: manifest.version, node: process.version }, 1);
    const tracing = await openTracing({ settings, logger, resources, metrics });
    await bringUp({ settings, roles, logger, lifetime, resources, terminal, metrics, tracing });
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
