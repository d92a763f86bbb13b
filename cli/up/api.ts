import { buildApp } from '../../api/app.ts';
import { asyncApiDocument } from '../../api/asyncapi/document.ts';
import { listen } from '../../api/listen.ts';
import { projections } from '../../projections/catalogue.ts';
import { projectionDesk } from '../../runtime/projector/desk.ts';
import { topology } from '../../streams/topology.ts';
import { openRequests } from '../connect/requests.ts';
import { schemaChecker } from '../schemas/over-http.ts';
import type { Shop } from './program.ts';

/** Opens the API; answers where it listens. */
export async function openApi({ ground, wire, vault, settings, logger, resources, metrics }: Shop): Promise<string> {
  const { prefix } = settings;
  const { log, sql, health, registry } = ground;
  const own = logger.child({ part: 'api' });
  const requests = await openRequests({
    log,
    sql,
    prefix,
    wire,
    vault,
    logger: own,
    name: 'the API',
    part: 'api',
    metrics,
  });
  resources.add('the requests under way', () => requests.close());
  const desk = projectionDesk({ sql, log, prefix }, projections);
  const shop = { requests, sql, vault, prefix, hospital: { admin: log.admin, wire } };
  const schemas = schemaChecker({ registry, prefix });
  const asyncApi = asyncApiDocument({ stations: topology, prefix });
  const app = buildApp({ logger, health, metrics, shop, projections: desk, schemas, asyncApi });
  resources.add('the API', () => app.close());
  return listen(app, settings.http);
}
