import { buildApp } from '../../../api/app.ts';
import { putPosition, quoteInstrument } from '../../../api/requests/market.ts';
import type { Asking, Request } from '../../../api/requests/request.ts';
import { createRequestSender } from '../../../api/requests/sender.ts';
import { specAuth } from '../../../api/testing/callers.ts';
import { cases } from '../../../projections/cases/projection.ts';
import { positionPrices } from '../../../projections/position-prices/projection.ts';
import { requests } from '../../../projections/requests/projection.ts';
import { createJobGateway, type JobGateway } from '../../../runtime/gateways/jobs/gateway.ts';
import type { CallSeen } from '../../../runtime/gateways/observer.ts';
import { createKafkajsLog } from '../../../runtime/log/kafkajs/log.ts';
import type { Log } from '../../../runtime/log/port.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import { connectPostgres } from '../../../runtime/postgres/connect.ts';
import { viewsSchema } from '../../../runtime/projector/names.ts';
import { startProjector } from '../../../runtime/projector/projector.ts';
import { createMemoryVault } from '../../../runtime/vault/memory.ts';
import { composePrice, readPrice } from '../../../streams/prices/compose.ts';
import { catalogueWire, createShopTopics, processorsNamed, type Shop, startShop } from '../../topology/shop.ts';

export type Servers = { readonly brokers: string[]; readonly databaseUrl: string };
export type FarmWorld = Awaited<ReturnType<typeof openWorld>>;

/** A process that takes part, and how many jobs its own workers have done. */
type Member = Pick<JobGateway, 'status'> & { readonly done: () => number };

const models = new URL('../../../streams/prices/model/', import.meta.url);
/** A drill on a busy machine is about what crashes, and not about how long a price takes. */
const TIME_LIMIT = 60_000;

/** The farm on real servers, with its own processors, the read models that show it, and the API. */
export async function openWorld({ brokers, databaseUrl }: Servers, prefix: string, workers: number) {
  const logger = createLogger({ level: process.env.LOG_LEVEL === 'debug' ? 'debug' : 'silent' });
  const wire = catalogueWire();
  const vault = createMemoryVault();
  const log = createKafkajsLog({ brokers, clientId: prefix, logger });
  const sql = connectPostgres({ url: databaseUrl, tls: 'disable', name: prefix });
  await createShopTopics(log, prefix);
  const sender = createRequestSender({ log, prefix, wire, vault, source: `/${prefix}/drill` });
  const read = [positionPrices, requests, cases] as never[];
  const projector = await startProjector({ log, sql, prefix, wire, logger, projections: read, sentinel: null });
  const app = buildApp({
    logger,
    health: { check: async () => ({ ready: true, servers: {} }) },
    auth: specAuth,
    shop: { requests: sender, sql, vault, prefix, hospital: { admin: log.admin, wire } },
  });
  await app.ready();
  const members: { readonly shop: Shop; readonly farm: JobGateway; readonly log: Log }[] = [];
  let asked = 0;

  /** The member that was started first. */
  const stop = async (): Promise<void> => {
    const first = members.shift();
    await first?.shop.stop();
    await first?.farm.close();
    await first?.log.close();
  };

  const asking = (): Asking => ({ id: `${prefix}-${++asked}`, bodyHash: null, time: Date.now(), actor: null });

  return {
    /** Starts the processors of the farm once more; `planted`: with the bug, of which each barrier dies. */
    start: async (planted: boolean): Promise<Member> => {
      let done = 0;
      const options = {
        name: 'pricing',
        module: new URL(planted ? 'drill-job.ts' : 'job.ts', models),
        ...(planted && { env: { PRICING_DRILL: 'abort:barrier' } }),
        workers,
        timeLimit: TIME_LIMIT,
        logger,
        compose: composePrice,
        read: readPrice,
      };
      const called = ({ result }: CallSeen): void => {
        if (result === 'done') done++;
      };
      const farm = createJobGateway(options, [{ called }]);
      const none = () => ({ status: 'done', reference: '' }) as const;
      const program = processorsNamed('instruments', 'prices');
      const own = createKafkajsLog({ brokers, clientId: `${prefix}-${members.length}`, logger });
      const shop = await startShop(own, prefix, wire, none, none, program, { price: farm.runner });
      members.push({ shop, farm, log: own });
      return { status: farm.status, done: () => done };
    },
    stop,
    hold: async (
      positions: readonly { readonly instrument: string; readonly id: string; readonly isPoison: boolean }[],
    ) => {
      const made = positions.map(({ instrument, id, isPoison }) => {
        const terms = { portfolioId: 'desk-1', quantity: 10, strike: 10_000, expiryDays: 90, tolerance: 100 };
        const kind = isPoison ? { kind: 'BARRIER' as const, barrier: 9_000 } : { kind: 'CALL' as const };
        return putPosition(asking(), instrument, id, { ...terms, ...kind });
      });
      await sendAll(made, requests => sender.sendAll(requests));
    },
    quote: (instruments: readonly string[], sequence: number, amount: number) =>
      sendAll(
        instruments.map(one =>
          quoteInstrument(asking(), one, { sequence, price: { amount, currency: 'USD' }, volatility: 2_000 }),
        ),
        list => sender.sendAll(list),
      ),
    /** How many positions have each status. */
    standing: async (): Promise<Readonly<Record<string, number>>> => {
      const rows = await sql<{ status: string; count: string }[]>`
        select status, count(*) from ${sql(viewsSchema(prefix))}.position_prices group by status`;
      return Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)]));
    },
    rows: async <T>(table: 'position_prices' | 'cases'): Promise<readonly T[]> =>
      sql<T[] & object[]>`select * from ${sql(viewsSchema(prefix))}.${sql(table)}`,
    retryGroup: async (group: string): Promise<number> => {
      const payload = { processor: 'prices', actor: 'drill', reason: 'the model is corrected', perSecond: 1_000 };
      return (await app.inject({ method: 'POST', url: `/hospital/groups/${group}/retry`, payload })).statusCode;
    },
    close: async (): Promise<void> => {
      await app.close();
      await sender.close();
      while (members.length > 0) await stop();
      await projector.stop();
      await log.close();
      await sql.end({ timeout: 5 });
    },
  };
}

/** As many at once as one call to Kafka takes without growing large. */
async function sendAll(
  requests: readonly Request[],
  send: (some: readonly Request[]) => Promise<unknown>,
): Promise<void> {
  for (let from = 0; from < requests.length; from += 1_000) await send(requests.slice(from, from + 1_000));
}
