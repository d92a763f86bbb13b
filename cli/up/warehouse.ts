import { realClock } from '../../runtime/tasks/engine.ts';
import { openRequests } from '../connect/requests.ts';
import { startWarehouse } from '../warehouse/warehouse.ts';
import type { Shop } from './program.ts';

/** Somebody who packs, dispatches and delivers by himself, until the resources are closed. */
export async function openWarehouse({
  ground,
  wire,
  vault,
  settings,
  logger,
  resources,
  metrics,
  tracing,
}: Shop): Promise<void> {
  const { prefix } = settings;
  const { log, sql } = ground;
  const own = logger.child({ part: 'warehouse' });
  const sender = await openRequests({
    log,
    sql,
    prefix,
    wire,
    vault,
    logger: own,
    name: 'the warehouse',
    part: 'warehouse',
    metrics,
    tracing,
  });
  resources.add('the requests of the warehouse', () => sender.close());
  const warehouse = startWarehouse({
    log,
    prefix,
    wire,
    sender,
    clock: realClock,
    logger: own,
  });
  resources.add('the warehouse', () => warehouse.stop());
}
