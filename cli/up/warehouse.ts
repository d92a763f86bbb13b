import { createRequestSender } from '../../api/requests/sender.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import { realClock } from '../../runtime/tasks/engine.ts';
import { startWarehouse } from '../warehouse/warehouse.ts';
import type { Shop } from './program.ts';

/** Somebody who packs, dispatches and delivers by himself, until the resources are closed. */
export async function openWarehouse({ ground, wire, vault, settings, logger, resources }: Shop): Promise<void> {
  const { prefix } = settings;
  const { log, sql } = ground;
  const door = await openDoor({ sql, prefix, name: 'the warehouse', logger: logger.child({ part: 'warehouse' }) });
  resources.add('the door of the warehouse', () => door.close());
  const sender = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/warehouse`, door });
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
