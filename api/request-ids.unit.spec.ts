import { describe, expect, it } from 'vitest';
import { requestIdOf, requestIds } from './request-ids.ts';
import { anybody } from './security/caller.ts';
import { specCaller } from './testing/callers.ts';

const ask = (key?: string, url = '/orders', method = 'POST', caller = specCaller) =>
  requestIds({ method, url, headers: key === undefined ? {} : { 'idempotency-key': key }, caller });

describe('the ids of a request', () => {
  it('are the same for the same key at the same address, whatever the query says', () => {
    expect(ask('k').requestId).toBe(ask('k', '/orders?x=1').requestId);
    expect(ask('k').created('order')).toBe(ask('k').created('order'));
  });

  it('are others for another key, address or method, and without a key', () => {
    const all = [ask('k'), ask('l'), ask('k', '/customers'), ask('k', '/orders', 'PUT'), ask(), ask()];
    expect(new Set(all.map(({ requestId }) => requestId)).size).toBe(all.length);
  });

  it('are others for another client, also where a token’s subject is named like a key', () => {
    const clients = [specCaller, { ...specCaller, id: 'other' }, { ...specCaller, kind: 'TOKEN' } as const, anybody];
    const all = clients.map(caller => ask('k', '/orders', 'POST', caller).requestId);
    expect(new Set(all).size).toBe(all.length);
  });

  it('have hashes of bodies that nobody can guess who has not the key', () => {
    const body = { name: 'Ann' };
    expect(ask('k').hashOf(body)).toBe(ask('k').hashOf({ ...body }));
    const all = [
      ask('k').hashOf(body),
      ask('l').hashOf(body),
      ask('k').hashOf({}),
      ask().hashOf(body),
      ask().hashOf(body),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('lead from what was created to the request that did it', () => {
    const ids = ask('k');
    expect(requestIdOf(ids.created('order'))).toBe(ids.requestId);
    expect(requestIdOf(ids.created('gift-card'))).toBe(ids.requestId);
  });

  it.each([[''], [' '], ['a\tb'], ['ü'], ['x'.repeat(256)]])('refuse the key %j', key => {
    expect(() => ask(key)).toThrow(expect.objectContaining({ code: 'LP_API_IDEMPOTENCY_KEY_INVALID' }));
  });
});
