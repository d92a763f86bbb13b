import { projections } from '../../projections/catalogue.ts';
import { countApplied, showProjections } from '../../runtime/observe/metrics-projections.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { type OtherCode, startProjector } from '../../runtime/projector/projector.ts';
import { askFor } from '../../runtime/projector/rebuild/operations.ts';
import { projectionsSeen } from '../../runtime/projector/seen.ts';
import type { Shop } from './program.ts';

/** Keeps the read models, until the resources are closed. */
export async function openProjections(shop: Shop): Promise<void> {
  const { ground, wire, settings, roles, logger: all, resources, metrics } = shop;
  const { prefix } = settings;
  const sql = ground.openPool(`${prefix} projector`);
  const logger = all.child({ part: 'projections' });
  const projector = await startProjector({
    log: ground.log,
    sql,
    prefix,
    wire,
    logger,
    projections,
    keepPrevious: settings.previousKeptFor,
    applied: countApplied(metrics),
  });
  resources.add('the projections', () => projector.stop());
  showProjections(metrics, () => projectionsSeen({ sql, log: ground.log, prefix }, projections, projector));
  ground.health.watch({
    name: 'projections',
    ask: async () => {
      const problems = projector.problems();
      if (problems.length > 0) throw new Error(problems.join('; '));
    },
  });
  for (const one of projector.otherCode) {
    const { projection } = one;
    logger.warn(one, toldOf(one));
    if (roles.autoRebuild !== true) continue;
    const accept = `--auto-rebuild: the code has changed from ${one.fingerprint ?? 'that of 0.1.0'} to ${one.today}`;
    await askFor({ sql, control: viewsSchema(prefix) }, projection, 'rebuild', { accept }).catch(err =>
      logger.warn({ err }, `The rebuild of ${projection} could not be asked for.`),
    );
  }
}

function toldOf({ projection, fingerprint }: OtherCode): string {
  const by = fingerprint === null ? 'by version 0.1.0' : 'by other code than today’s';
  const fed = fingerprint === null ? 'It is fed by today’s code' : 'It goes on being fed by the code that built it';
  return `The read model ${projection} was built ${by}. ${fed}; longplay projections rebuild ${projection} builds it anew.`;
}
