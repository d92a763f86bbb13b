import { projections } from '../../projections/catalogue.ts';
import { countApplied, showProjections } from '../../runtime/observe/metrics-projections.ts';
import { tellApplied } from '../../runtime/observe/tracing/told.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { startProjector } from '../../runtime/projector/projector.ts';
import { projectionsSeen } from '../../runtime/projector/seen.ts';
import { offerRebuilds } from './other-code.ts';
import type { Shop } from './program.ts';

/** Keeps the read models, until the resources are closed. */
export async function openProjections(shop: Shop): Promise<void> {
  const { ground, wire, settings, roles, logger: all, resources, metrics, tracing } = shop;
  const { prefix } = settings;
  const sql = ground.openPool(`${prefix} projector`);
  const logger = all.child({ part: 'projections' });
  const counted = countApplied(metrics);
  const traced = tracing === null ? null : tellApplied(tracing);
  const projector = await startProjector({
    log: ground.log,
    sql,
    prefix,
    wire,
    logger,
    projections,
    keepPrevious: settings.previousKeptFor,
    breaker: settings.hospital.breaker,
    applied: seen => {
      counted(seen);
      traced?.(seen);
    },
    sentinel: settings.sentinelRate === 0 ? null : { rate: settings.sentinelRate },
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
  ground.health.listen({ name: 'projections', ask: () => projector.complaints() });
  const where = { sql, control: viewsSchema(prefix) };
  await offerRebuilds(where, projector.otherCode, { autoRebuild: roles.autoRebuild === true, logger });
}
