import { createJobGateway } from '../../runtime/gateways/jobs/gateway.ts';
import { gatewayMetrics } from '../../runtime/observe/metrics-tasks.ts';
import type { EffectRunner } from '../../runtime/tasks/engine.ts';
import { composePrice, readPrice } from '../../streams/prices/compose.ts';
import type { Program } from './program.ts';

type Options = Pick<Program, 'settings' | 'logger' | 'resources' | 'metrics'>;

const model = new URL('../../streams/prices/model/job.ts', import.meta.url);
const drill = new URL('../../streams/prices/model/drill-job.ts', import.meta.url);

/** The workers that work out prices. None is started before there is one to be worked out. */
export function openFarm({ settings, logger, resources, metrics }: Options): Readonly<Record<string, EffectRunner>> {
  const { workers, timeLimit, drill: planted } = settings.pricing;
  const farm = createJobGateway(
    {
      name: 'pricing',
      module: planted === null ? model : drill,
      ...(planted !== null && { env: { PRICING_DRILL: planted } }),
      ...(workers !== null && { workers }),
      timeLimit,
      logger: logger.child({ part: 'pricing' }),
      compose: composePrice,
      read: readPrice,
    },
    [gatewayMetrics(metrics)],
  );
  resources.add('the pricing workers', () => farm.close());
  return { price: farm.runner };
}
