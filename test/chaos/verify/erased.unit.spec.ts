import { describe, expect, it } from 'vitest';
import type { Request } from '../../../api/requests/request.ts';
import { createRequestSender } from '../../../api/requests/sender.ts';
import { createMemoryBroker } from '../../../runtime/log/memory/log.ts';
import { createMemoryVault } from '../../../runtime/vault/memory.ts';
import { catalogueWire, createShopTopics } from '../../topology/shop.ts';
import { setup } from '../shop/asks.ts';
import { planShop, type ShopPlan } from '../shop/plan.ts';
import { verifyKeys, verifySealed } from './erased.ts';
import { openFindings } from './findings.ts';

const shop: ShopPlan = { ...planShop(1, 1), customers: ['c-0', 'c-1'], declined: [], leaving: new Set(['c-1']) };

async function given() {
  const log = createMemoryBroker().log('chaos');
  const vault = createMemoryVault();
  const source = { log, prefix: 'chaos', wire: catalogueWire() };
  await createShopTopics(log, 'chaos', 1);
  const sender = createRequestSender({ ...source, vault, source: '/chaos' });
  await sender.sendAll(setup(shop).filter(({ topic }: Request) => topic === 'customer-requests'));
  await sender.close();
  const found = async (verify: 'keys' | 'sealed') => {
    const findings = openFindings();
    await (verify === 'keys' ? verifyKeys(source, vault, shop, findings) : verifySealed(source, findings));
    return [...findings.kinds.values()].flatMap(({ first }) => first);
  };
  return { log, vault, found };
}

describe('personal data', () => {
  it('given that the key of who left is destroyed, and of nobody else, then nothing is found', async () => {
    const { vault, found } = await given();
    await vault.destroy('c-1');
    expect(await found('keys')).toEqual([]);
  });

  it('given that it is still there, or that another one is not, then it is found', async () => {
    const { vault, found } = await given();
    expect(await found('keys')).toEqual(['c-1: register-c-1 can still be opened']);
    await vault.destroy('c-0');
    await vault.destroy('c-1');
    expect(await found('keys')).toEqual(['register-c-0 cannot be opened']);
  });

  it('given a text in the clear, in a value or a header, then it is found', async () => {
    const { log, found } = await given();
    expect(await found('sealed')).toEqual([]);
    const writer = await log.writer();
    const record = { topic: 'chaos.orders', key: Buffer.from('o-1') };
    await writer.append([
      { ...record, value: Buffer.from('x 1 Groove Street x') },
      { ...record, value: null, headers: [['by', Buffer.from('c-1@fan.example')]] },
    ]);
    expect(await found('sealed')).toEqual([
      'orders o-1: Groove Street stands in the clear',
      'orders o-1: @fan.example stands in the clear',
    ]);
  });
});
