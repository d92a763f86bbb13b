import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRequestSender } from '../../../api/requests/sender.ts';
import type { Log } from '../../../runtime/log/port.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import { realClock } from '../../../runtime/tasks/engine.ts';
import { createMemoryVault } from '../../../runtime/vault/memory.ts';
import { catalogueWire, createShopTopics, readAll, startShop } from '../../../test/topology/shop.ts';
import { startWarehouse } from '../../warehouse/warehouse.ts';
import { openImportFile } from '../file.ts';
import { collectRefusals } from '../refusals.ts';
import { exitCodeOf, type ReportOf } from '../report.ts';
import { importFile } from '../run.ts';
import type { KindName } from '../shapes.ts';

export type Told = ReportOf & { readonly exitCode: number };

/** A shop on the log, where wanted with its processors and a quick warehouse, and a folder for files. */
export async function openShop(log: Log, prefix: string, { runs = true } = {}) {
  const wire = catalogueWire();
  const vault = createMemoryVault();
  const logger = createLogger({ level: 'silent' });
  const folder = mkdtempSync(join(tmpdir(), 'longplay-import-'));
  await createShopTopics(log, prefix);
  const sender = createRequestSender({ log, prefix, wire, vault, source: '/shop/import' });
  const shop = runs
    ? await startShop(log, prefix, wire, effect => ({ status: 'done', reference: `ref-${effect.id}` }))
    : null;
  const delays = { pack: 10, dispatch: 10, deliver: 10 };
  const warehouse = runs ? startWarehouse({ log, prefix, wire, sender, clock: realClock, logger, delays }) : null;
  let files = 0;

  return {
    sender,
    folder,
    count: async (topic: string) => (await readAll({ log, prefix, wire }, topic)).length,
    facts: async <V>(topic: string) => (await readAll<V>({ log, prefix, wire }, topic)).map(({ value }) => value),
    /** Imports these lines, from a file of a name of its own. */
    import: async (
      kind: KindName,
      lines: readonly unknown[],
      { again = null as string | null, wait = 30_000 as number | null, refused = null as string | null } = {},
    ): Promise<Told> => {
      const path = join(folder, `file-${++files}.ndjson`);
      writeFileSync(path, lines.map(line => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'));
      const file = await openImportFile(path);
      const refusals = await collectRefusals(refused);
      const imported = await importFile({
        kind,
        file,
        again,
        wait,
        shop: { log, prefix, wire, vault, logger },
        sender,
        refusals,
        signal: new AbortController().signal,
        onPhase: () => undefined,
      });
      await refusals.close();
      await file.close();
      const report = { kind, path, imported, refusals };
      return { ...report, exitCode: exitCodeOf(report) };
    },
    close: async () => {
      await warehouse?.stop();
      await sender.close();
      await shop?.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const usd = (amount: number) => ({ amount, currency: 'USD' });

export const product = (n: number, over: object = {}) => ({
  sku: `track-${n}`,
  title: `Title ${n}`,
  artist: 'Artist',
  album: null,
  genre: 'Rock',
  format: 'MPEG audio file',
  price: usd(99 + n),
  ...over,
});

export const customer = (n: number, over: object = {}) => ({
  customerId: `customer-${n}`,
  name: `Name ${n}`,
  email: `${n}@example.org`,
  phone: '',
  company: '',
  address: { street: 'Street 1', city: 'Oslo', state: null, country: 'Norway', postalCode: '0171' },
  ...over,
});

/** Two of one track. */
export const order = (n: number, track: number, over: object = {}) => ({
  orderId: `invoice-${n}`,
  customerId: 'customer-1',
  placedAt: '2021-01-01T00:00:00Z',
  shippingAddress: { street: 'Street 1', city: 'Oslo', state: null, country: 'Norway', postalCode: '0171' },
  lines: [{ sku: `track-${track}`, quantity: 2, unitPrice: usd(99 + track) }],
  total: usd((99 + track) * 2),
  ...over,
});
