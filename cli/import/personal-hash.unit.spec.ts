import { describe, expect, test } from 'vitest';
import { bodyHash } from '../../api/requests/body-hash.ts';
import { createMemoryKeyStore, createMemoryVault } from '../../runtime/vault/memory.ts';
import { createVault } from '../../runtime/vault/vault.ts';
import { personalHash } from './personal-hash.ts';

const body = { name: 'Ann', addresses: [{ city: 'Oslo' }] };

async function hashed(vault = createMemoryVault(), customer = 'c-1', content: unknown = body) {
  const hash = personalHash(vault);
  await hash.prepare([customer, customer]);
  return hash.of(customer, content);
}

describe('the hash of what a customer’s line says', () => {
  test('is the same in every import, and another for other content and for another customer', async () => {
    const keys = createMemoryKeyStore();
    const first = await hashed(createVault(keys));
    expect(await hashed(createVault(keys), 'c-1', { addresses: [{ city: 'Oslo' }], name: 'Ann' })).toBe(first);
    expect(await hashed(createVault(keys), 'c-1', { ...body, name: 'Bea' })).not.toBe(first);
    expect(await hashed(createVault(keys), 'c-2')).not.toBe(first);
  });

  test('proves no guess without the customer’s key', async () => {
    const [first, other] = await Promise.all([hashed(), hashed()]);
    expect(first).not.toBe(other);
    expect(first).not.toBe(bodyHash(body));
  });

  test('says nothing of one who is erased', async () => {
    const vault = createMemoryVault();
    await vault.destroy('c-1');
    expect(await hashed(vault)).toBe(await hashed(vault, 'c-1', {}));
  });
});
