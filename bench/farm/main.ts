import { parseArgs } from 'node:util';
import { putPosition, quoteInstrument } from '../../api/requests/market.ts';
import type { Asking } from '../../api/requests/request.ts';
import { createRequestSender } from '../../api/requests/sender.ts';
import { createJobGateway } from '../../runtime/gateways/jobs/gateway.ts';
import { createJobPool } from '../../runtime/gateways/jobs/pool.ts';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { composePrice, readPrice } from '../../streams/prices/compose.ts';
import { type PricingJob, simulatedPrice } from '../../streams/prices/model/simulate.ts';
import { catalogueWire, createShopTopics, processorsNamed, startShop } from '../../test/topology/shop.ts';
import { type Contender, interleave, report } from '../measure.ts';
import { withBroker } from '../stack.ts';

const logger = createLogger({ level: 'silent' });
const module = new URL('../../streams/prices/model/job.ts', import.meta.url);
const EACH = 500;
const never = new AbortController().signal;

const jobOf = (n: number): PricingJob => ({
  kind: 'CALL',
  spot: 10_000,
  volatility: 2_000,
  strike: 10_000,
  barrier: null,
  expiryDays: 90,
  seed: `bench/${n}`,
});

/**
 * `npm run bench -- farm [--prices N] [--rounds N]`: prices a second, of the model on this thread; of a pool with 1 and 2
 * workers; and of the whole farm with as many, from a quote on the log to the last price.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { prices: { type: 'string', default: '2000' }, rounds: { type: 'string', default: '3' } },
  });
  const [prices, rounds] = [values.prices, values.rounds].map(Number) as [number, number];
  await withBroker(async brokers => {
    const pools = [1, 2].map(workers => createJobPool({ name: 'bench', module, workers, logger }));
    const farms = [await openFarm(brokers, 1, prices), await openFarm(brokers, 2, prices)];
    const direct: Contender = {
      name: 'the model, on one thread',
      work: async () => {
        for (let n = 0; n < prices; n++) simulatedPrice(jobOf(n));
        return prices;
      },
    };
    const pooled = pools.map(
      (pool, at): Contender => ({
        name: `a pool with ${at + 1} worker${at === 0 ? '' : 's'}`,
        work: async () => {
          await Promise.all(Array.from({ length: prices }, (_, n) => pool.run(jobOf(n), never)));
          return prices;
        },
      }),
    );
    const whole = farms.map(
      (farm, at): Contender => ({ name: `the farm with ${at + 1} worker${at === 0 ? '' : 's'}`, work: farm.reprice }),
    );
    const measured = await interleave([direct, ...pooled, ...whole], rounds);
    report(`Prices worked out, ${prices} a round`, 'prices', measured);
    for (const pool of pools) await pool.close();
    for (const farm of farms) await farm.close();
  });
}

/** The farm’s own processors on a log of their own, with all positions held. */
async function openFarm(brokers: string[], workers: number, positions: number) {
  const prefix = `farm-${workers}-${Date.now().toString(36)}`;
  const wire = catalogueWire();
  const log = createKafkajsLog({ brokers, clientId: prefix, logger });
  await createShopTopics(log, prefix);
  const sender = createRequestSender({ log, prefix, wire, vault: createMemoryVault(), source: `/${prefix}/bench` });
  let wanted = { left: 0, done: (): void => undefined };
  const farm = createJobGateway({ name: 'pricing', module, workers, logger, compose: composePrice, read: readPrice }, [
    { called: ({ result }) => result === 'done' && --wanted.left === 0 && wanted.done() },
  ]);
  const none = () => ({ status: 'done', reference: '' }) as const;
  const program = processorsNamed('instruments', 'prices');
  const shop = await startShop(log, prefix, wire, none, none, program, { price: farm.runner });
  let asked = 0;
  const asking = (): Asking => ({ id: `${prefix}-${++asked}`, bodyHash: null, time: Date.now(), actor: null });
  const instruments = Array.from({ length: Math.ceil(positions / EACH) }, (_, n) => `i-${n}`);
  const terms = {
    portfolioId: 'desk',
    kind: 'CALL',
    quantity: 1,
    strike: 10_000,
    expiryDays: 90,
    tolerance: 0,
  } as const;
  await sender.sendAll(
    Array.from({ length: positions }, (_, n) => {
      const instrument = instruments[Math.floor(n / EACH)] as string;
      return putPosition(asking(), instrument, `${instrument}~${n}`, terms);
    }),
  );
  let sequence = 0;
  return {
    reprice: async (): Promise<number> => {
      const all = new Promise<void>(resolve => {
        wanted = { left: positions, done: resolve };
      });
      sequence++;
      const price = { amount: 10_000 + sequence, currency: 'USD' };
      await sender.sendAll(
        instruments.map(one => quoteInstrument(asking(), one, { sequence, price, volatility: 2_000 })),
      );
      await all;
      return positions;
    },
    close: async (): Promise<void> => {
      await sender.close();
      await shop.stop();
      await farm.close();
      await log.close();
    },
  };
}
