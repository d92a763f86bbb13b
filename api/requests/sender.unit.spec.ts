import { describe, expect, it } from 'vitest';
import { createSealer } from '../../runtime/codec/sealer.ts';
import { DrainingError } from '../../runtime/drain/door.ts';
import { LogError, type LogErrorKind } from '../../runtime/log/errors.ts';
import { createMemoryBroker } from '../../runtime/log/memory/log.ts';
import type { Log } from '../../runtime/log/port.ts';
import { createMemoryVault } from '../../runtime/vault/memory.ts';
import { schemaText } from '../../schemas/load.ts';
import type { CustomerRequest } from '../../schemas/types/customer-requests.ts';
import type { ProductRequest } from '../../schemas/types/product-requests.ts';
import { catalogueWire, createShopTopics, readAll } from '../../test/topology/shop.ts';
import { registerCustomer } from './customers.ts';
import { putProduct } from './products.ts';
import type { Asking } from './request.ts';
import { createRequestSender } from './sender.ts';

const wire = catalogueWire();
const vault = createMemoryVault();
const asking = (id: string): Asking => ({ id, bodyHash: 'hash', time: 1_700_000_000_000, actor: null });
const product = {
  title: 'Kind of Blue',
  artist: 'Miles Davis',
  format: 'LP',
  price: { amount: 2490, currency: 'USD' },
};
const put = (n: number) => putProduct(asking(`r-${n}`), `lp-${n}`, product);

async function shop(failing: LogErrorKind[] = [], door?: Parameters<typeof createRequestSender>[0]['door']) {
  const log = createMemoryBroker().log('test');
  await createShopTopics(log, 'shop');
  const seen = { writers: 0, open: 0 };
  const writer: Log['writer'] = async () => {
    seen.writers += 1;
    seen.open += 1;
    const real = await log.writer();
    return {
      append: async records => {
        const kind = failing.shift();
        // What nobody knows may well have been written.
        if (kind !== undefined && kind !== 'retriable') await real.append(records);
        if (kind !== undefined) throw new LogError(kind, 'scripted');
        return real.append(records);
      },
      close: async () => {
        seen.open -= 1;
        await real.close();
      },
    };
  };
  const place = { log: { writer }, prefix: 'shop', wire, vault, source: '/shop/test' };
  const sender = createRequestSender({ ...place, ...(door && { door }) });
  return { sender, seen, shown: { log, prefix: 'shop', wire } };
}

describe('sending a request', () => {
  it('puts it under its key, with the headers of CloudEvents', async () => {
    const { sender, shown } = await shop();
    const at = await sender.send(put(1));
    const [sent] = await readAll<ProductRequest>(shown, 'product-requests');
    expect(at).toMatchObject({ topic: 'shop.product-requests', offset: 0n });
    expect(String(sent?.record.key)).toBe('lp-1');
    expect(Object.fromEntries(sent?.record.headers.map(([name, value]) => [name, String(value)]) ?? [])).toMatchObject({
      ce_id: 'r-1',
      ce_type: 'longplay.product-request.put',
      ce_source: '/shop/test',
      ce_subject: 'lp-1',
      ce_time: '2023-11-14T22:13:20.000Z',
    });
    expect(sent?.value.put).toMatchObject({ title: 'Kind of Blue', album: null });
    await sender.close();
  });

  it('sends nothing while the door is shut, and then as ever', async () => {
    let shut = true;
    const door = {
      through: async <T>(write: () => Promise<T>) => {
        if (shut) throw new DrainingError();
        return write();
      },
    };
    const { sender, seen } = await shop([], door);
    await expect(sender.send(put(1))).rejects.toMatchObject({ code: 'LP_API_DRAINING', kind: 'retriable' });
    expect(seen.writers).toBe(0);
    shut = false;
    expect(await sender.send(put(1))).toMatchObject({ offset: 0n });
    await sender.close();
  });

  it('seals what is personal, so that only the vault can open it', async () => {
    const { sender, shown } = await shop();
    await sender.send(registerCustomer(asking('r-1'), 'c-1', { name: 'Ann', addresses: [{ city: 'Berlin' }] }));
    const [sent] = await readAll<CustomerRequest>(shown, 'customer-requests');
    expect(sent?.value.register?.name).toMatch(/^lp1\./);
    const sealer = createSealer<CustomerRequest>(schemaText({ schema: 'customer-requests' }), vault);
    const [opened] = await sealer.open([sent?.value as CustomerRequest]);
    expect(opened?.register).toMatchObject({
      name: 'Ann',
      addresses: [{ addressId: '1', address: { city: 'Berlin' } }],
    });
  });

  it('refuses plain text that is said to be sealed', async () => {
    const { sender } = await shop();
    const request = registerCustomer(asking('r-1'), 'c-1', { name: 'Ann' });
    await expect(sender.send(request, { sealed: true })).rejects.toMatchObject({ code: 'LP_CODEC_PERSONAL_PLAINTEXT' });
  });

  it('sends many at once', async () => {
    const { sender, seen, shown } = await shop();
    const numbers = Array.from({ length: 50 }, (_, n) => n);
    await Promise.all([sender.sendAll(numbers.map(put)), ...numbers.map(n => sender.send(put(100 + n)))]);
    expect(await readAll(shown, 'product-requests')).toHaveLength(100);
    expect(seen).toEqual({ writers: 1, open: 1 });
    await sender.close();
    expect(seen.open).toBe(0);
  });
});

describe('sending fails', () => {
  it('with the error, and the next request goes out through a fresh writer', async () => {
    const { sender, seen, shown } = await shop(['retriable']);
    await expect(sender.send(put(1))).rejects.toMatchObject({ kind: 'retriable' });
    await sender.send(put(2));
    expect((await readAll<ProductRequest>(shown, 'product-requests')).map(one => one.value.sku)).toEqual(['lp-2']);
    await sender.close();
    expect(seen).toEqual({ writers: 2, open: 0 });
  });

  it('without anybody noticing, where only the answer was lost: the owner ignores the repeat', async () => {
    const { sender, shown } = await shop(['outcome-unknown']);
    await sender.send(put(1));
    const ids = (await readAll<ProductRequest>(shown, 'product-requests')).map(one => one.value.event.id);
    expect(ids).toEqual(['r-1', 'r-1']);
  });

  it('once it is closed', async () => {
    const { sender } = await shop();
    await sender.close();
    await expect(sender.send(put(1))).rejects.toMatchObject({ kind: 'unavailable' });
  });
});
