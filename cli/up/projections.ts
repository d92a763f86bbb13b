import { projections } from '../../projections/catalogue.ts';
import { startProjector } from '../../runtime/projector/projector.ts';
import type { Shop } from './program.ts';

/** Keeps the read models, until the resources are closed. */
export async function openProjections({ ground, wire, settings, logger, resources }: Shop): Promise<void> {
  const { prefix } = settings;
  const sql = ground.openPool(`${prefix} projector`);
  const projector = await startProjector({
    log: ground.log,
    sql,
    prefix,
    wire,
    logger: logger.child({ part: 'projections' }),
    projections,
  });
  resources.add('the projections', () => projector.stop());
  ground.health.watch({
    name: 'projections',
    ask: async () => {
      const problems = projector.problems();
      if (problems.length > 0) throw new Error(problems.join('; '));
    },
  });
}
