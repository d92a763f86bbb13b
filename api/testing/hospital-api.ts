import { cases } from '../../projections/cases/projection.ts';
import { products } from '../../projections/products/projection.ts';
import { requests as requestsView } from '../../projections/requests/projection.ts';
import { examiner } from '../../runtime/casebook/examiner.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { connectPostgres } from '../../runtime/postgres/connect.ts';
import { projectionDesk } from '../../runtime/projector/desk.ts';
import { startProjector } from '../../runtime/projector/projector.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import {
  catalogueSchemas,
  catalogueWire,
  createShopTopics,
  processorsNamed,
  startShop,
} from '../../test/topology/shop.ts';
import { buildApp } from '../app.ts';
import { createRequestSender } from '../requests/sender.ts';
import { specAuth } from './callers.ts';

export type HospitalApi = Awaited<ReturnType<typeof openHospitalApi>>;

/** The catalogue, its read models and that of cases on real servers, and the API with the hospital over them. */
export async function openHospitalApi(given: {
  readonly databaseUrl: string;
  readonly brokers: readonly string[];
  readonly prefix: string;
}) {
  const { databaseUrl, brokers, prefix } = given;
  const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
  const wire = catalogueWire();
  const sql = connectPostgres({ url: databaseUrl, tls: 'disable', name: prefix });
  const log = createKafkajsLog({ brokers, clientId: prefix, logger });
  await createShopTopics(log, prefix, 2);
  const vault = createMemoryVault();
  const sender = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/api` });
  const read = [products, requestsView, cases] as never[];
  const none = () => ({ status: 'done', reference: '' }) as const;
  const shop = await startShop(log, prefix, wire, none, none, processorsNamed('catalogue'));
  const projector = await startProjector({ log, sql, prefix, wire, logger, projections: read, sentinel: null });
  const health = { check: async () => ({ ready: true, servers: {} }) };
  const program = { processors: processorsNamed('catalogue'), projections: read, schemas: catalogueSchemas };
  const hospital = { admin: log.admin, wire, examiner: examiner({ sql, log, prefix, wire, logger, ...program }) };
  const app = buildApp({
    logger,
    auth: specAuth,
    health,
    shop: { requests: sender, sql, vault, prefix, hospital },
    projections: projectionDesk({ sql, log, prefix }, read),
  });
  await app.ready();
  const stop = async (): Promise<void> => {
    await app.close();
    await sender.close();
    await shop.stop();
    await projector.stop();
    await log.close();
    await sql.end({ timeout: 5 });
  };
  return { sql, log, wire, shop, sender, app, stop };
}
