import { describe, expect, it } from 'vitest';
import { pending, unbroken, watcher } from '../gateways/testing/effects.ts';
import type { FatEvent } from '../tasks/fat-event.ts';
import { VaultError } from './errors.ts';
import { createVaultGateway } from './gateway.ts';
import { createMemoryKeyStore } from './memory.ts';
import { createVault } from './vault.ts';

const effect = pending({ id: 'c-1/destroy-key', kind: 'destroy-key', idempotencyKey: 'c-1/destroy-key' });
const state = { customerId: 'c-1' } as unknown as FatEvent;
const subjectOf = (of: FatEvent): string => (of as unknown as { customerId: string }).customerId;

/** A vault of which the first destructions fail; with `lost`, only after they were done. */
function failing(error: Error, times: number, lost = false) {
  const store = createMemoryKeyStore();
  let left = times;
  const vault = createVault({
    ...store,
    destroy: async subject => {
      if (lost || left <= 0) await store.destroy(subject);
      if (left-- > 0) throw error;
    },
  });
  const watched = watcher();
  const gateway = createVaultGateway({ vault, subjectOf, firstDelay: 0 }, [watched]);
  const destroy = () => gateway.runners['destroy-key'](effect, state, unbroken());
  const isReadable = async () => (await createVault(store).keysFor(['c-1'])).get('c-1')?.secret !== null;
  return { destroy, isReadable, watched };
}

const away = new VaultError('LP_VAULT_UNAVAILABLE', 'The vault cannot be asked.');

describe('given a key that is to be destroyed', () => {
  it('then it is, and doing it again changes nothing', async () => {
    const { destroy, isReadable } = failing(away, 0);
    expect(await isReadable()).toBe(true);
    const done = { status: 'done', reference: 'c-1/destroy-key' };
    expect([await destroy(), await destroy()]).toEqual([done, done]);
    expect(await isReadable()).toBe(false);
  });

  it('when the vault stumbles, or its answer is lost, then it is asked again', async () => {
    for (const lost of [false, true]) {
      const { destroy, isReadable } = failing(away, 2, lost);
      expect(await destroy()).toMatchObject({ status: 'done' });
      expect(await isReadable()).toBe(false);
    }
  });

  it('when the vault stays away, then it is not known to be done, and nothing says that it is', async () => {
    const { destroy, isReadable, watched } = failing(away, 9);
    expect(await destroy()).toEqual({ status: 'failed', code: 'provider-unreachable' });
    expect([await isReadable(), watched.alarms]).toEqual([true, []]);
  });

  it('when the vault fails in a way that waiting does not mend, then a person is told', async () => {
    const wrong = new VaultError('LP_VAULT_KEY_WRONG', 'Two subjects have the same key id.');
    const { destroy, watched } = failing(wrong, 9);
    expect(await destroy()).toEqual({ status: 'failed', code: 'gateway-defect' });
    expect(watched.alarms).toMatchObject([{ gateway: 'vault', code: 'gateway-defect' }]);
  });
});
