import { afterEach, describe, expect, it, vi } from 'vitest';
import type { LongplayError } from '../errors.ts';
import { createMemoryBroker, type MemoryBroker } from '../log/memory/log.ts';
import { type ProcessorRun, runProcessor } from './processor-run.ts';
import { ask, bareEngine, bareProcessor, createBareTopics } from './testing/bare.ts';

const runs: ProcessorRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map(run => run.stop()));
});

const start = async (broker: MemoryBroker, client: string): Promise<ProcessorRun> => {
  const run = await runProcessor(bareEngine(broker.log(client)), bareProcessor());
  runs.push(run);
  return run;
};
const taskOf = (run: ProcessorRun) => run.status().tasks[0];
const versions = (broker: MemoryBroker) =>
  broker.records('p.own').map(({ key, value }) => [String(key), JSON.parse(String(value)).version]);
const position = (broker: MemoryBroker) => broker.committed('p.bare')[0]?.offset;

/** One input is decided; its transaction is committed, but the markers got lost, and the process is gone. */
async function loseMarkersAndStop(): Promise<MemoryBroker> {
  const broker = createMemoryBroker();
  await createBareTopics(broker.log('setup'));
  const first = await start(broker, 'first');
  await vi.waitFor(() => expect(taskOf(first)?.state).toBe('running'));
  broker.loseMarkers('p.bare-0');
  await ask(broker.log('setup'), 'p.in', 'a');
  await vi.waitFor(() => expect(taskOf(first)?.positions).toEqual({ 'p.in': 1n }));
  await first.stop();
  expect([versions(broker), position(broker)]).toEqual([[], 0n]);
  return broker;
}

describe('a task whose last transaction the broker left open', () => {
  it('given a takeover, then what was committed stays, and its input is not decided again', async () => {
    const broker = await loseMarkersAndStop();
    const second = await start(broker, 'second');
    await vi.waitFor(() => expect(taskOf(second)?.state).toBe('running'));
    expect([versions(broker), position(broker)]).toEqual([[['a', 1]], 1n]);
    await ask(broker.log('setup'), 'p.in', 'a');
    await vi.waitFor(() => expect(position(broker)).toBe(2n));
    expect(versions(broker)).toEqual([
      ['a', 1],
      ['a', 2],
    ]);
  });

  it('given that the decision is lost, then it stands in its takeover and says why, until an operator has helped', async () => {
    const broker = await loseMarkersAndStop();
    await (await broker.log('killed').transactionalWriter('p.bare-0')).fence();
    const second = await start(broker, 'second');
    const refused = () => taskOf(second)?.error as LongplayError;
    await vi.waitFor(() => expect(refused()?.code).toBe('LP_LOG_TRANSACTION_HANGING'));
    expect(taskOf(second)?.state).toBe('taking-over');
    expect([versions(broker), position(broker)]).toEqual([[], 0n]);
    broker.abortLeftOpen('p.bare-0');
    await vi.waitFor(() => expect(versions(broker)).toEqual([['a', 1]]));
    expect(position(broker)).toBe(1n);
    expect(taskOf(second)).toMatchObject({ state: 'running', error: null });
  });
});
