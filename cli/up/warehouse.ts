import { createRequestSender } from '../../api/requests/sender.ts';
import { realClock } from '../../runtime/tasks/engine.ts';
import { startWarehouse } from '../warehouse/warehouse.ts';
import type { Shop } from './program.ts';

/** Somebody who packs, dispatches and delivers by himself, until the resources are closed. */
export function openWarehouse({ ground, wire, vault, settings, logger, resources }: Shop): void {
  const { prefix } = settings;
  const { log } = ground;
  const sender = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/warehouse` });
  resources.add('the requests of the warehouse', () => sender.close());
  const warehouse = startWarehouse({
    log,
    prefix,
    wire,
    sender,
    clock: realClock,
    logger: logger.child({ part: 'warehouse' }),
  });
  resources.add('the warehouse', () => warehouse.stop());
}
