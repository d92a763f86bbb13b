import { buildApp } from '../../api/app.ts';
import { listen } from '../../api/listen.ts';
import { createRequestSender } from '../../api/requests/sender.ts';
import { projections } from '../../projections/catalogue.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import { projectionDesk } from '../../runtime/projector/desk.ts';
import type { Shop } from './program.ts';

/** Opens the API; answers where it listens. */
export async function openApi({ ground, wire, vault, settings, logger, resources }: Shop): Promise<string> {
  const { prefix } = settings;
  const { log, sql, health, registry } = ground;
  const door = await openDoor({ sql, prefix, name: 'the API', logger: logger.child({ part: 'api' }) });
  resources.add('the door of the API', () => door.close());
  const requests = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/api`, door });
  resources.add('the requests under way', () => requests.close());
  const desk = projectionDesk({ sql, log, prefix }, projections);
  const shop = { requests, sql, vault, prefix };
  const app = buildApp({ logger, health, shop, projections: desk, schemas: { registry, prefix } });
  resources.add('the API', () => app.close());
  return listen(app, settings.http);
}
