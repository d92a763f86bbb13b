import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { Log, TransactionRequest } from '../log/port.ts';
import { type Clock, realClock } from './engine.ts';
import { type ProcessorRun, runProcessor } from './processor-run.ts';
import { ask, bareEngine, bareProcessor, createBareTopics, facts } from './testing/bare.ts';

const runs: ProcessorRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map(run => run.stop()));
});

/** Writes a fact for the keys that begin with `w`, and does nothing about all others. */
const picky = bareProcessor({
  decide: (_, input) =>
    'key' in input && String(input.key).startsWith('w') ? { state: { deadlines: [], effects: [] }, what: 'SEEN' } : {},
});

/** The log, and every transaction that is asked of it. */
function watched(log: Log): { log: Log; asked: TransactionRequest[] } {
  const asked: TransactionRequest[] = [];
  const transactionalWriter: Log['transactionalWriter'] = async id => {
    const writer = await log.transactionalWriter(id);
    return {
      ...writer,
      transact: request => {
        asked.push(request);
        return writer.transact(request);
      },
    };
  };
  return { log: { ...log, transactionalWriter }, asked };
}

async function start(clock: Clock = realClock) {
  const broker = createMemoryBroker();
  const { log, asked } = watched(broker.log('task'));
  await createBareTopics(log);
  const run = await runProcessor(bareEngine(log, { clock }), picky);
  runs.push(run);
  await vi.waitFor(() => expect(run.status().tasks[0]?.state).toBe('running'));
  asked.length = 0; // the takeover's own
  const committed = async () => (await log.admin.committed('p.bare', ['p.in']))[0]?.offset;
  const read = (position: bigint) =>
    vi.waitFor(() => expect(run.status().tasks[0]?.positions).toEqual({ 'p.in': position }));
  return { broker, log, run, asked, committed, read };
}

/** Something is due when the test says so. */
function byHand(): { clock: Clock; ring: () => void } {
  const due = new Set<() => void>();
  const after: Clock['after'] = (_, callback) => {
    const one = () => callback();
    due.add(one);
    return () => void due.delete(one);
  };
  const ring = () => {
    const now = [...due];
    due.clear();
    for (const callback of now) callback();
  };
  return { clock: { now: Date.now, after }, ring };
}

/** Nothing is ever due. */
const still: Clock = { now: Date.now, after: () => () => undefined };

describe('a batch that changes nothing', () => {
  it('costs no transaction; the next one with records takes its position along', async () => {
    const { log, asked, committed, read } = await start(still);
    await ask(log, 'p.in', 'a', 'b');
    await read(2n);
    expect(asked).toEqual([]);
    expect(await committed()).toBe(0n);
    await ask(log, 'p.in', 'w');
    await read(3n);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.positions?.committed).toMatchObject([{ topic: 'p.in', offset: 3n }]);
  });

  it('has its position committed before long, once for all that came', async () => {
    const { clock, ring } = byHand();
    const { log, asked, committed, read } = await start(clock);
    await ask(log, 'p.in', 'a');
    await read(1n);
    await ask(log, 'p.in', 'b');
    await read(2n);
    expect(asked).toEqual([]);
    ring();
    await vi.waitFor(async () => expect(await committed()).toBe(2n));
    await sleep(20);
    expect(asked).toHaveLength(1);
    expect(asked[0]?.records).toEqual([]);
  });

  it('has its position committed when the task lets go', async () => {
    const { log, run, committed, read } = await start(still);
    await ask(log, 'p.in', 'a');
    await read(1n);
    await run.stop();
    expect(await committed()).toBe(1n);
  });

  it('is read again where the task was shut out before, and still changes nothing', async () => {
    const { broker, log, asked, committed, read } = await start(still);
    await ask(log, 'p.in', 'w', 'a');
    await read(2n);
    await ask(log, 'p.in', 'b');
    await read(3n);
    const position = await committed();
    expect(position).toBeLessThan(3n);
    const zombie = await broker.log('zombie').transactionalWriter('p.bare-0');
    await zombie.fence();
    asked.length = 0;
    await ask(log, 'p.in', 'w2');
    await vi.waitFor(async () => expect(Object.keys(await facts(log, 'p.own'))).toEqual(['w', 'w2']));
    await read(4n);
    expect((await facts(log, 'p.own')).w?.version).toBe(1);
    expect(await committed()).toBe(4n);
  });
});
