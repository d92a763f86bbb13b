import { afterEach, describe, expect, it, vi } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import { observedLog } from '../log/observed.ts';
import type { Log } from '../log/port.ts';
import type { Processor } from '../tasks/definition.ts';
import type { EffectRunner } from '../tasks/engine.ts';
import { type ProcessorRun, runProcessor } from '../tasks/processor-run.ts';
import { ask, bareEngine, bareProcessor, createBareTopics } from '../tasks/testing/bare.ts';
import { createMetrics } from './metrics.ts';
import { countedRunners, countTransitions, gatewayMetrics, showTasks, taskLogObserver } from './metrics-tasks.ts';

const runs: ProcessorRun[] = [];
afterEach(async () => {
  await Promise.all(runs.splice(0).map(run => run.stop()));
});

const inner = 'bare-1';

/** A processor that runs as `longplay up` wires it. */
async function start(processor: Processor = bareProcessor(), runners: Record<string, EffectRunner> = {}) {
  const metrics = createMetrics({ process: false });
  const broker = createMemoryBroker();
  const plain: Log = broker.log(inner);
  await createBareTopics(plain);
  const log = observedLog(plain, taskLogObserver(metrics, 'p'));
  const run = await runProcessor(bareEngine(log, { runners: countedRunners(metrics, runners) }), processor);
  runs.push(run);
  showTasks(metrics, () => runs.map(one => one.status()), plain.admin, 0);
  return { broker, log: plain, run, metrics, line: lineOf(metrics) };
}

const lineOf =
  (metrics: ReturnType<typeof createMetrics>) =>
  async (start: string): Promise<string | undefined> =>
    (await metrics.text()).split('\n').find(line => line.startsWith(start));

describe('the metrics of a task', () => {
  it('given records, then it counts what was taken and written, and shows state, keys and lag', async () => {
    const { log, line } = await start();
    await ask(log, 'p.in', 'a', 'b');
    const own = { in: '{processor="bare",partition="0"}' };
    await vi.waitFor(async () => expect(await line('longplay_task_keys')).toBe(`longplay_task_keys${own.in} 2`));
    expect(await line('longplay_task_records_taken_total')).toBe(`longplay_task_records_taken_total${own.in} 2`);
    expect(await line('longplay_task_takeovers_total')).toBe(`longplay_task_takeovers_total${own.in} 1`);
    expect(await line('longplay_task_records_written_total{processor="bare",partition="0",topic="own"}')).toMatch(
      / 2$/,
    );
    expect(await line('longplay_task_transaction_duration_seconds_count{processor="bare"}')).toMatch(/ [12]$/);
    expect(await line('longplay_task_state{processor="bare",partition="0",state="running"}')).toMatch(/ 1$/);
    expect(await line('longplay_task_state{processor="bare",partition="0",state="stopped"}')).toMatch(/ 0$/);
    expect(await line(`longplay_task_lag_offsets${own.in}`)).toMatch(/ 0$/);
    expect(await line('longplay_processor_failed{processor="bare"}')).toMatch(/ 0$/);
  });

  it('given a record that cannot be processed, then the state says so, and the lag is what is left', async () => {
    const { log, line } = await start(
      bareProcessor({
        decide: () => {
          throw new Error('a defect');
        },
      }),
    );
    await ask(log, 'p.in', 'a', 'b', 'c');
    await vi.waitFor(async () =>
      expect(await line('longplay_task_state{processor="bare",partition="0",state="stopped"}')).toMatch(/ 1$/),
    );
    expect(await line('longplay_task_lag_offsets')).toMatch(/ 3$/);
  });

  it('given a writer that is fenced off, then the failure is counted by its kind, and so is the takeover', async () => {
    const { broker, log, line } = await start();
    await vi.waitFor(async () => expect(await line('longplay_task_takeovers_total')).toMatch(/ 1$/));
    const zombie = await broker.log('other').transactionalWriter('p.bare-0');
    await zombie.fence();
    await ask(log, 'p.in', 'a');
    await vi.waitFor(async () => expect(await line('longplay_task_keys')).toMatch(/ 1$/));
    expect(
      await line('longplay_task_transaction_failures_total{processor="bare",partition="0",kind="fenced"}'),
    ).toMatch(/ 1$/);
    expect(await line('longplay_task_takeovers_total')).toMatch(/ 2$/);
    await zombie.close();
  });
});

describe('the metrics of effects', () => {
  const effect = {} as Parameters<EffectRunner>[0];
  const state = {} as Parameters<EffectRunner>[1];
  const { signal } = new AbortController();

  it('given one under way, then it is shown, and counted by its status when it has ended', async () => {
    const metrics = createMetrics({ process: false });
    const line = lineOf(metrics);
    const { promise, resolve } = Promise.withResolvers<void>();
    const { charge } = countedRunners(metrics, {
      charge: async () => {
        await promise;
        return { status: 'done', reference: 'r' };
      },
    });
    const answer = charge?.(effect, state, signal);
    expect(await line('longplay_effects_under_way{')).toBe('longplay_effects_under_way{kind="charge"} 1');
    resolve();
    expect(await answer).toEqual({ status: 'done', reference: 'r' });
    expect(await line('longplay_effects_under_way{')).toBe('longplay_effects_under_way{kind="charge"} 0');
    expect(await line('longplay_effects_total')).toBe('longplay_effects_total{kind="charge",status="done"} 1');
    expect(await line('longplay_effect_duration_seconds_count')).toMatch(/ 1$/);
  });

  it('given a runner that throws, then it failed, and what was thrown goes on', async () => {
    const metrics = createMetrics({ process: false });
    const { mail } = countedRunners(metrics, {
      mail: () => {
        throw new Error('a defect');
      },
    });
    await expect(mail?.(effect, state, signal)).rejects.toThrow('a defect');
    expect(await lineOf(metrics)('longplay_effects_total')).toBe(
      'longplay_effects_total{kind="mail",status="failed"} 1',
    );
  });

  it('given a committed fact, then what its history notes of this version is counted', async () => {
    const metrics = createMetrics({ process: false });
    const noted = (what: string, version: number) => ({ what, version, at: 0, cause: '', reason: null, actor: null });
    const history = [noted('ASKED', 1), noted('OVERTAKEN', 2), noted('ASKED', 2)];
    const count = (version: number) => {
      const states = new Map([['key', { state: { history, version } as never, record: 0, value: Buffer.alloc(0) }]]);
      countTransitions(metrics)({ processor: 'prices', step: { records: [], states, cases: [] } });
    };
    count(2);
    count(3);
    const told = lineOf(metrics);
    const name = 'longplay_task_transitions_total';
    expect(await told(`${name}{processor="prices",what="OVERTAKEN"}`)).toMatch(/ 1$/);
    expect(await told(`${name}{processor="prices",what="ASKED"}`)).toMatch(/ 1$/);
  });

  it('given a gateway, then its calls, its circuit and its alarms are counted', async () => {
    const metrics = createMetrics({ process: false });
    const line = lineOf(metrics);
    const observer = gatewayMetrics(metrics);
    observer.called?.({ gateway: 'payments', kind: 'charge', step: 'send', result: 'provider-timeout', ms: 1_500 });
    observer.breaker?.('payments', 'half-open');
    const alarm = { gateway: 'payments', kind: 'charge', effectId: 'e', message: '', cause: null };
    observer.alarm?.({ ...alarm, code: 'effect-doubled' });
    expect(await line('longplay_gateway_calls_total')).toMatch(/result="provider-timeout"} 1$/);
    expect(await line('longplay_gateway_call_duration_seconds_sum')).toMatch(/ 1\.5$/);
    expect(await line('longplay_gateway_circuit')).toMatch(/ 0\.5$/);
    expect(await line('longplay_gateway_alarms_total')).toBe(
      'longplay_gateway_alarms_total{gateway="payments",code="effect-doubled"} 1',
    );
  });
});
