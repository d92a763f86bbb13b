import { buildApp } from '../../api/app.ts';
import { asyncApiDocument } from '../../api/asyncapi/document.ts';
import { listen } from '../../api/listen.ts';
import { projections } from '../../projections/catalogue.ts';
import { examiner } from '../../runtime/casebook/examiner.ts';
import { projectionDesk } from '../../runtime/projector/desk.ts';
import { processors, topology } from '../../streams/topology.ts';
import { openRequests } from '../connect/requests.ts';
import { erasuresOf } from '../customers/desk.ts';
import { schemaChecker } from '../schemas/over-http.ts';
import { openAccess } from './access.ts';
import type { Shop } from './program.ts';

export type OpenedApi = {
  /** Where it listens. */
  readonly address: string;
  /** Null where none was made here. */
  readonly developmentKey: string | null;
};

/** Opens the API. */
export async function openApi(program: Shop): Promise<OpenedApi> {
  const { ground, wire, vault, settings, logger, resources, metrics, tracing } = program;
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
    tracing,
  });
  resources.add('the requests under way', () => requests.close());
  const desk = projectionDesk({ sql, log, prefix }, projections);
  const source = { sql, log, prefix, wire, schemas: registry, processors, projections, logger: own };
  const hospital = { admin: log.admin, wire, examiner: examiner(source) };
  const webhookTargets = settings.webhooks.targets;
  const follow = { log, wire, registry, topology };
  const shop = { requests, sql, vault, prefix, webhookTargets, hospital, follow };
  const schemas = schemaChecker({ registry, prefix });
  const asyncApi = asyncApiDocument({ stations: topology, prefix });
  const { auth, developmentKey } = await openAccess(settings);
  const access = { ...settings.api, hereOnly: settings.api.auth === 'off' };
  const { mostRequests } = access;
  const erasures = erasuresOf({ log, registry, sql, prefix, wire, vault, settings, logger: own });
  resources.add('the search for what is left of erased customers', () => erasures.close());
  const app = buildApp({
    logger,
    health,
    auth,
    access,
    mostRequests,
    metrics,
    tracing,
    shop,
    projections: desk,
    schemas,
    erasures,
    asyncApi,
  });
  resources.add('the API', () => app.close());
  return { address: await listen(app, settings.http), developmentKey };
}
