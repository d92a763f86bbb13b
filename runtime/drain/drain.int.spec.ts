import { afterAll, describe, expect, inject, it, vi } from 'vitest';
import { createLogger } from '../observe/logger.ts';
import { connectPostgres } from '../postgres/connect.ts';
import { openDoor } from './door.ts';
import { beginDrain } from './drain.ts';
import { drainSchema } from './tables.ts';

const stamp = Date.now().toString(36);
const sql = connectPostgres({ url: inject('databaseUrl'), tls: 'disable', name: 'drain-spec' });
const logger = createLogger({ level: 'silent' });
const prefixes = ['one', 'two', 'three'].map(name => `drain-${name}-${stamp}`) as [string, string, string];
const never = new AbortController().signal;
const door = (prefix: string, name: string) => openDoor({ sql, prefix, name, logger });
const drain = (prefix: string, more = {}) => beginDrain({ sql, prefix, holder: 'spec', signal: never, ...more });
const write = async () => 'written';
const draining = expect.objectContaining({ code: 'LP_API_DRAINING', kind: 'retriable' });
const patience = { timeout: 30_000, interval: 50 };

afterAll(async () => {
  for (const prefix of prefixes) await sql`drop schema if exists ${sql(drainSchema(prefix))} cascade`;
  await sql.end({ timeout: 5 });
});

describe('a drain', () => {
  it('given two processes, when one has a write under way, then it is waited for, and new ones are refused until the end', async () => {
    const [prefix] = prefixes;
    const [busy, idle] = await Promise.all([door(prefix, 'busy'), door(prefix, 'idle')]);
    const underWay = Promise.withResolvers<string>();
    const written = busy.through(() => underWay.promise);
    const held = await drain(prefix);
    await vi.waitFor(async () => expect(await held.stillOpen()).toEqual(['busy']), patience);
    await expect(busy.through(write)).rejects.toThrow(draining);
    await expect(idle.through(write)).rejects.toThrow(draining);
    underWay.resolve('written');
    expect(await written).toBe('written');
    await vi.waitFor(async () => expect(await held.stillOpen()).toEqual([]), patience);
    const late = await door(prefix, 'late');
    await expect(late.through(write)).rejects.toThrow(draining);
    await vi.waitFor(async () => expect(await held.stillOpen()).toEqual([]), patience);
    await held.confirm();
    await held.end();
    await vi.waitFor(async () => expect(await busy.through(write)).toBe('written'), patience);
    for (const one of [busy, idle, late]) await one.close();
  }, 60_000);

  it('given one that is held, when another wants it, then it is refused, naming the holder', async () => {
    const [, prefix] = prefixes;
    const held = await drain(prefix);
    await expect(drain(prefix, { patience: 0 })).rejects.toThrow(
      expect.objectContaining({ code: 'LP_DRAIN_HELD', message: expect.stringContaining('spec drains') }),
    );
    await held.end();
    await (await drain(prefix, { patience: 0 })).end();
  }, 60_000);

  it('given a holder that is gone, when its lease is over, then writes are taken, and what it had held is lost', async () => {
    const [, , prefix] = prefixes;
    const way = await door(prefix, 'way');
    const held = await drain(prefix);
    await vi.waitFor(() => expect(way.through(write)).rejects.toThrow(draining), patience);
    // As after a kill: nobody renews it any more.
    await sql`update ${sql(drainSchema(prefix))}.drain set expires_at = now()`;
    await vi.waitFor(async () => expect(await way.through(write)).toBe('written'), patience);
    await expect(held.confirm()).rejects.toThrow(expect.objectContaining({ code: 'LP_DRAIN_LOST' }));
    await vi.waitFor(() => expect(held.lost.aborted).toBe(true), patience);
    await held.end();
    await way.close();
  }, 60_000);
});
