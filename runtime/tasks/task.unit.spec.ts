import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LongplayError } from '../errors.ts';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { Log } from '../log/port.ts';
import type { Processor } from './definition.ts';
import type { EffectRunner, Engine } from './engine.ts';
import { type ProcessorRun, runProcessor } from './processor-run.ts';
import { memoryStore } from './store/memory.ts';
import { ask, bareEngine, bareProcessor, charge, createBareTopics, facts } from './testing/bare.ts';

const runs: ProcessorRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map(run => run.stop()));
});

async function start(processor: Processor, over: Partial<Engine> = {}) {
  const broker = createMemoryBroker();
  const log = broker.log('task');
  await createBareTopics(log, 'p', processor.reads);
  const run = await runProcessor(bareEngine(log, over), processor);
  runs.push(run);
  return { broker, log, run };
}

const taskOf = (run: ProcessorRun) => run.status().tasks[0];
const errorOf = (run: ProcessorRun) => taskOf(run)?.error as LongplayError;

/** Intends a charge for each record, and is done with it when the answer comes. */
const charging = bareProcessor({
  effects: ['charge'],
  decide: (_, input) => ({
    state: { deadlines: [], effects: input.from === 'effect' ? [] : [charge] },
    what: input.from === 'effect' ? 'CHARGED' : 'ASKED',
  }),
});

describe('a task', () => {
  it('given records and an effect, then it decides them and takes the answer', async () => {
    const { log, run } = await start(charging, {
      runners: { charge: async () => ({ status: 'done', reference: 'r' }) },
    });
    await ask(log, 'p.in', 'a');
    await vi.waitFor(async () => expect((await facts(log, 'p.own')).a?.version).toBe(2));
    expect(taskOf(run)).toMatchObject({ state: 'running', keys: 1, error: null, positions: { 'p.in': 1n } });
  });

  it('given a runner that throws at once, then that is a failed answer and nothing breaks', async () => {
    const broken: EffectRunner = () => {
      throw new Error('not even a promise');
    };
    const { log, run } = await start(charging, { runners: { charge: broken } });
    await ask(log, 'p.in', 'a');
    await vi.waitFor(async () => expect((await facts(log, 'p.own')).a?.version).toBe(2));
    expect(taskOf(run)?.state).toBe('running');
  });

  it('given that it is closed while its transaction is under way, then no effect starts any more', async () => {
    const started: string[] = [];
    const runner: EffectRunner = async effect => {
      started.push(effect.id);
      return { status: 'done', reference: 'r' };
    };
    const { broker, log, run } = await start(charging, { runners: { charge: runner } });
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('running'));
    const held = broker.hold({ client: 'task', operation: 'commit' });
    await ask(broker.log('other'), 'p.in', 'a');
    await held.arrived;
    const stopped = run.stop();
    held.release();
    await stopped;
    await sleep(20);
    expect(started).toEqual([]);
    expect((await facts(log, 'p.own')).a?.version).toBe(1);
  });

  it('given a table that never catches up, then it can be closed all the same', async () => {
    const { run } = await start(bareProcessor({ tables: ['products'] }), {
      tables: { open: () => new Promise(() => undefined), stop: async () => undefined },
    });
    await run.stop();
    expect(run.status().tasks).toEqual([]);
  });

  it('given effects that were pending before, then it runs them after the takeover', async () => {
    let answer = false;
    const hanging: EffectRunner = (_, __, signal) =>
      answer
        ? Promise.resolve({ status: 'done', reference: 'r' })
        : new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('called off'))));
    const { broker, log, run } = await start(charging, { runners: { charge: hanging } });
    await ask(log, 'p.in', 'a');
    await vi.waitFor(async () => expect((await facts(log, 'p.own')).a?.version).toBe(1));
    await run.stop();
    answer = true;
    const next = broker.log('next');
    runs.push(await runProcessor(bareEngine(next, { runners: { charge: hanging } }), charging));
    await vi.waitFor(async () => expect((await facts(log, 'p.own')).a?.effects).toEqual([]));
  });
});

describe('a task that cannot go on', () => {
  it('given a store that cannot be opened, then it stands still and says why', async () => {
    const { run } = await start(bareProcessor(), {
      openStore: () => {
        throw new Error('no space left');
      },
    });
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('stopped'));
    expect(errorOf(run).code).toBe('LP_TASK_STORE_UNUSABLE');
    expect(errorOf(run).message).toBe('The states of bare on partition 0 could not be opened: no space left');
  });

  it('given a store that cannot be closed, then stopping goes on without it', async () => {
    const store = { ...memoryStore(), close: () => Promise.reject(new Error('busy')) };
    const { run } = await start(bareProcessor(), { openStore: async () => store });
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('running'));
    await run.stop();
  });

  it.each([
    ['is empty', ''],
    ['is longer than 1,024 bytes', 'ß'.repeat(513)],
  ])('given a record whose key %s, then nothing of it is written, and it says which', async (_, key) => {
    const { log, run } = await start(bareProcessor());
    await ask(log, 'p.in', key);
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('stopped'));
    expect(errorOf(run).code).toBe('LP_TASK_KEY_UNUSABLE');
    expect(errorOf(run).message).toMatch(
      new RegExp(`^bare cannot keep a state under a key of ${Buffer.byteLength(key)} bytes: ".* \\(in "event-`, 's'),
    );
    expect(await facts(log, 'p.own')).toEqual({});
  });

  it('given a decision that fails, then it says of what, and the record is not passed over', async () => {
    const { log, run } = await start(
      bareProcessor({
        decide: () => {
          throw new Error('a defect');
        },
      }),
    );
    await ask(log, 'p.in', 'a');
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('stopped'));
    expect(errorOf(run).code).toBe('LP_TASK_POISON');
    expect(errorOf(run).message).toMatch(/^bare cannot process "a" \(in "event-\d+"\): a defect$/);
    expect(taskOf(run)?.positions).toEqual({ 'p.in': 0n });
  });

  it('given a value that cannot be read, then it names the record', async () => {
    const { log, run } = await start(bareProcessor());
    const writer = await log.writer();
    await writer.append([{ topic: 'p.in', key: Buffer.from('a'), value: Buffer.from('{') }]);
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('stopped'));
    expect(errorOf(run).message).toMatch(/^bare cannot read p\.in\[0\] at 0: /);
  });
});

describe('a processor whose input fails', () => {
  it('given one partition, then its task stays in the status with the reason, until the next assignment', async () => {
    const broker = createMemoryBroker();
    const log = broker.log('task');
    await createBareTopics(log);
    let fail: (reason: unknown) => void = () => undefined;
    let assign: () => void = () => undefined;
    const watched: Log = {
      ...log,
      groupReader: options => {
        const reader = log.groupReader(options);
        return {
          ...reader,
          start: handlers => {
            fail = reason => handlers.failed(reason, { topic: 'p.in', partition: 0 });
            assign = () => handlers.assigned([0]);
            return reader.start(handlers);
          },
        };
      },
    };
    const run = await runProcessor(bareEngine(watched), bareProcessor());
    runs.push(run);
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('running'));
    fail(new Error('Position 5 of p.in[0] lies outside its log.'));
    expect(taskOf(run)?.state).toBe('stopped');
    expect(errorOf(run).code).toBe('LP_TASK_READING_STOPPED');
    expect(errorOf(run).message).toBe('bare on partition 0: Position 5 of p.in[0] lies outside its log.');
    assign();
    await vi.waitFor(() => expect(taskOf(run)).toMatchObject({ state: 'running', error: null }));
    expect(run.status().error).toBeNull();
  });

  it('given a partition that is taken away while its task waits to be opened, then it is not started', async () => {
    const broker = createMemoryBroker();
    const log = broker.log('task');
    await createBareTopics(log);
    let assign: (partitions: number[]) => void = () => undefined;
    const opened: number[] = [];
    const closing = Promise.withResolvers<void>();
    const watched: Log = {
      ...log,
      groupReader: options => {
        const reader = log.groupReader(options);
        return {
          ...reader,
          start: handlers => {
            assign = handlers.assigned;
            return reader.start(handlers);
          },
        };
      },
    };
    const openStore = (_: string, partition: number) => {
      opened.push(partition);
      return { ...memoryStore(), close: () => closing.promise };
    };
    const run = await runProcessor(bareEngine(watched, { openStore }), bareProcessor());
    runs.push(run);
    await vi.waitFor(() => expect(taskOf(run)?.state).toBe('running'));
    assign([0]); // closes, and waits to open again
    assign([]);
    closing.resolve();
    await sleep(20);
    expect(opened).toEqual([0]);
    expect(run.status().tasks).toEqual([]);
  });
});
