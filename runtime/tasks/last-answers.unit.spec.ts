import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { LogError } from '../log/errors.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { Log } from '../log/port.ts';
import type { EffectAnswer } from './definition.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';
import type { Pace } from './pace.ts';
import { runProcessor } from './processor-run.ts';
import { ask, bareEngine, bareProcessor, createBareTopics, facts } from './testing/bare.ts';

const mailOf = (key: string): PendingEffect => ({
  id: `${key}/mail`,
  kind: 'mail',
  about: '',
  attempt: 1,
  idempotencyKey: `message-${key}`,
  reference: null,
  since: 0,
  retryAt: null,
  lastError: null,
});

/** Each key is told of by one mail. */
const telling = bareProcessor({
  effects: ['mail'],
  decide: (state, input) => {
    if (input.from === 'effect') return { state: { deadlines: [], effects: [] }, what: 'SENT' };
    return state === null ? { state: { deadlines: [], effects: [mailOf(input.key)] }, what: 'DUE' } : {};
  },
});

/** Lets the first transaction begin at once, and no other one. */
const oneOnly = (): Pace => {
  let began = 0;
  return { began: () => void began++, wait: () => (began === 0 ? 0 : 3_600_000) };
};

async function given() {
  const broker = createMemoryBroker();
  const log = broker.log('tasks');
  await createBareTopics(log);
  const sent: string[] = [];
  const runner = async ({ idempotencyKey }: PendingEffect): Promise<EffectAnswer> => {
    sent.push(idempotencyKey);
    return { status: 'done', reference: idempotencyKey };
  };
  const start = async (pace?: Pace) => {
    const engine = bareEngine(log, { runners: { mail: runner }, ...(pace && { pace }) });
    const run = await runProcessor(engine, telling);
    await vi.waitFor(() => expect(run.status().tasks[0]?.state).toBe('running'));
    return run;
  };
  const newest = async (key = 'a'): Promise<FatEvent | undefined> => (await facts(log, 'p.own'))[key];
  return { broker, log, sent, start, newest };
}

describe('a task that lets go while an answer waits to be decided', () => {
  it('decides it before, so that whoever is next does not run the effect again', async () => {
    const { log, sent, start, newest } = await given();
    const run = await start(oneOnly());
    await ask(log, 'p.in', 'a');
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    expect((await newest())?.effects).toHaveLength(1);
    await run.stop();
    expect(await newest()).toMatchObject({ version: 2, effects: [] });
    const next = await start();
    await sleep(50);
    await next.stop();
    expect(sent).toHaveLength(1);
    expect(await newest()).toMatchObject({ version: 2 });
  });

  it('given that it was shut out meanwhile, then nothing of it is written, and whoever is next asks again', async () => {
    const { broker, log, sent, start, newest } = await given();
    const run = await start(oneOnly());
    await ask(log, 'p.in', 'a');
    await vi.waitFor(() => expect(sent).toHaveLength(1));
    const other = await broker.log('other').transactionalWriter('p.bare-0');
    await other.fence();
    await run.stop();
    expect(await newest()).toMatchObject({ version: 1, effects: [mailOf('a')] });
    const next = await start();
    await vi.waitFor(async () => expect(await newest()).toMatchObject({ version: 2, effects: [] }));
    await next.stop();
    expect(sent).toHaveLength(2);
  });

  it('given that its last transaction failed, then it decides nothing on states of which it cannot be sure', async () => {
    const { log, sent, newest } = await given();
    const second = Promise.withResolvers<void>();
    const stopping = Promise.withResolvers<void>();
    let transactions = 0;
    const losing: Log = {
      ...log,
      transactionalWriter: async id => {
        const writer = await log.transactionalWriter(id);
        const transact: typeof writer.transact = async request => {
          const written = await writer.transact(request);
          if (request.records.length === 0 || ++transactions !== 2) return written;
          second.resolve();
          await stopping.promise;
          throw new LogError('outcome-unknown', 'written, and nobody hears of it');
        };
        return { ...writer, transact };
      },
    };
    // The first mail is answered at once, the second while that is being written.
    const mail = async ({ idempotencyKey: key }: PendingEffect): Promise<EffectAnswer> => {
      sent.push(key);
      if (sent.length > 1) await second.promise;
      return { status: 'done', reference: key };
    };
    const run = await runProcessor(bareEngine(losing, { runners: { mail } }), telling);
    await ask(log, 'p.in', 'a', 'b');
    await second.promise;
    await sleep(20);
    const stopped = run.stop();
    stopping.resolve();
    await stopped;
    expect(sent).toHaveLength(2);
    const [a, b] = [await newest('a'), await newest('b')];
    expect([a, b]).toMatchObject([
      { version: 2, effects: [] },
      { version: 1, effects: [{}] },
    ]);
  });
});
