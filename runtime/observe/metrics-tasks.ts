import type { GatewayObserver } from '../gateways/observer.ts';
import type { LogObserver } from '../log/observed.ts';
import type { LogAdmin } from '../log/port.ts';
import type { EffectRunner } from '../tasks/engine.ts';
import type { FatEvent } from '../tasks/fat-event.ts';
import type { ProcessorStatus } from '../tasks/processor-run.ts';
import type { CommittedSeen } from '../tasks/seen.ts';
import type { TaskState, TaskStatus } from '../tasks/task.ts';
import type { Metrics, Sample } from './metrics.ts';

/** Ends move all the time; so often is enough, ms. */
const LAG_KEPT_MS = 10_000;

const states: readonly TaskState[] = ['taking-over', 'running', 'stopped'];

/** Counts what the processors' tasks do with the log. Groups and transactional ids are `<prefix>.<processor>[-partition]`. */
export function taskLogObserver(metrics: Metrics, prefix: string): LogObserver {
  const short = (name: string): string => (name.startsWith(`${prefix}.`) ? name.slice(prefix.length + 1) : name);
  const taskOf = (transactionalId: string) => {
    const cut = transactionalId.lastIndexOf('-');
    return { processor: short(transactionalId.slice(0, cut)), partition: transactionalId.slice(cut + 1) };
  };
  return {
    taken: ({ group, partition, records }) =>
      metrics.count('longplay_task_records_taken_total', { processor: short(group), partition }, records),
    fenced: id => metrics.count('longplay_task_takeovers_total', taskOf(id)),
    transacted: ({ transactionalId, records, ms }) => {
      const task = taskOf(transactionalId);
      metrics.observe('longplay_task_transaction_duration_seconds', { processor: task.processor }, ms / 1_000);
      for (const [topic, its] of Map.groupBy(records, record => record.topic)) {
        metrics.count('longplay_task_records_written_total', { ...task, topic: short(topic) }, its.length);
      }
    },
    transactionFailed: ({ transactionalId, error }) =>
      metrics.count('longplay_task_transaction_failures_total', { ...taskOf(transactionalId), kind: kindOf(error) }),
  };
}

const kinds = ['retriable', 'unavailable', 'fenced', 'outcome-unknown'];

function kindOf(error: unknown): string {
  const kind = (error as { kind?: unknown } | null)?.kind;
  return typeof kind === 'string' && kinds.includes(kind) ? kind : 'fatal';
}

/** Shows how the tasks of this process stand, and how far they are behind; `lagKept`: how old a lag may be, ms. */
export function showTasks(
  metrics: Metrics,
  status: () => readonly ProcessorStatus[],
  admin: Pick<LogAdmin, 'offsets'>,
  lagKept = LAG_KEPT_MS,
): void {
  metrics.collect({
    name: 'tasks',
    gauges: ['longplay_task_state', 'longplay_task_keys', 'longplay_processor_failed'],
    look: () => status().flatMap(samplesOf),
  });
  metrics.collect({
    name: 'task-lag',
    gauges: ['longplay_task_lag_offsets'],
    keep: lagKept,
    look: () => lagOf(status(), admin),
  });
}

function samplesOf({ name: processor, tasks, error }: ProcessorStatus): Sample[] {
  return [
    { name: 'longplay_processor_failed', labels: { processor }, value: error === null ? 0 : 1 },
    ...tasks.flatMap(({ partition, state: now, keys }): Sample[] => [
      { name: 'longplay_task_keys', labels: { processor, partition }, value: keys },
      ...states.map((state): Sample => {
        const labels = { processor, partition, state };
        return { name: 'longplay_task_state', labels, value: state === now ? 1 : 0 };
      }),
    ]),
  ];
}

async function lagOf(all: readonly ProcessorStatus[], admin: Pick<LogAdmin, 'offsets'>): Promise<Sample[]> {
  const topics = new Set(all.flatMap(({ tasks }) => tasks.flatMap(({ positions }) => Object.keys(positions))));
  const ends = (await Promise.all([...topics].map(topic => admin.offsets(topic)))).flat();
  const behind = ({ partition, positions }: TaskStatus): number =>
    Object.entries(positions).reduce((sum, [topic, position]) => {
      const end = ends.find(one => one.topic === topic && one.partition === partition)?.end ?? position;
      return sum + Math.max(0, Number(end - position));
    }, 0);
  return all.flatMap(({ name: processor, tasks }) =>
    tasks.map((task): Sample => {
      const labels = { processor, partition: task.partition };
      return { name: 'longplay_task_lag_offsets', labels, value: behind(task) };
    }),
  );
}

/** The same runners, counted by kind of effect. */
export function countedRunners(
  metrics: Metrics,
  runners: Readonly<Record<string, EffectRunner>>,
): Readonly<Record<string, EffectRunner>> {
  const counted = (kind: string, runner: EffectRunner): EffectRunner => {
    return async (effect, state, signal) => {
      const began = performance.now();
      metrics.move('longplay_effects_under_way', { kind }, 1);
      try {
        const answer = await runner(effect, state, signal);
        if (!signal.aborted) metrics.count('longplay_effects_total', { kind, status: answer.status });
        return answer;
      } catch (error) {
        if (!signal.aborted) metrics.count('longplay_effects_total', { kind, status: 'failed' });
        throw error;
      } finally {
        metrics.move('longplay_effects_under_way', { kind }, -1);
        metrics.observe('longplay_effect_duration_seconds', { kind }, (performance.now() - began) / 1_000);
      }
    };
  };
  return Object.fromEntries(Object.entries(runners).map(([kind, runner]) => [kind, counted(kind, runner)]));
}

/** Counts what the histories of committed facts note as new. */
export function countTransitions(metrics: Metrics): (seen: Pick<CommittedSeen, 'processor' | 'step'>) => void {
  return ({ processor, step }) => {
    for (const { state } of step.states.values()) {
      for (const { what } of newestOf(state)) metrics.count('longplay_task_transitions_total', { processor, what });
    }
  };
}

const newestOf = ({ history, version }: FatEvent): FatEvent['history'] =>
  history.slice(history.findLastIndex(one => one.version !== version) + 1);

const circuits = { closed: 0, 'half-open': 0.5, open: 1 } as const;

export function gatewayMetrics(metrics: Metrics): GatewayObserver {
  return {
    called: ({ gateway, step, result, ms }) => {
      metrics.count('longplay_gateway_calls_total', { gateway, step, result });
      metrics.observe('longplay_gateway_call_duration_seconds', { gateway }, ms / 1_000);
    },
    breaker: (gateway, state) => metrics.set('longplay_gateway_circuit', { gateway }, circuits[state]),
    alarm: ({ gateway, code }) => metrics.count('longplay_gateway_alarms_total', { gateway, code }),
  };
}
