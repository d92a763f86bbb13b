import { join } from 'node:path';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { createWebhook } from '../../runtime/hospital/webhook.ts';
import { observedLog } from '../../runtime/log/observed.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Metrics } from '../../runtime/observe/metrics.ts';
import { countCases, showCases } from '../../runtime/observe/metrics-hospital.ts';
import { countedRunners, countTransitions, showTasks, taskLogObserver } from '../../runtime/observe/metrics-tasks.ts';
import { tracedRunners } from '../../runtime/observe/tracing/effect-spans.ts';
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import { tellCommitted } from '../../runtime/observe/tracing/told.ts';
import type { Processor } from '../../runtime/tasks/definition.ts';
import { type EffectRunner, type Engine, realClock, type Wire } from '../../runtime/tasks/engine.ts';
import { adaptivePace } from '../../runtime/tasks/pace.ts';
import { type ProcessorRun, type ProcessorStatus, runProcessor } from '../../runtime/tasks/processor-run.ts';
import { stateFolder } from '../../runtime/tasks/store/folder.ts';
import { tableSource } from '../../runtime/tasks/tables.ts';
import { fraudBy } from '../../streams/fraud/processor.ts';
import { processors } from '../../streams/topology.ts';
import type { Ground } from './ground.ts';
import { complaintsOf, hospitalOf, refuseWhereOneStandsStill } from './hospital.ts';
import type { Resources } from './resources.ts';

export type StreamOptions = {
  readonly ground: Ground;
  readonly wire: Wire;
  readonly settings: Settings;
  readonly logger: Logger;
  readonly resources: Resources;
  readonly runners: Readonly<Record<string, EffectRunner>>;
  /** Names of the processors to run here. */
  readonly only: readonly string[];
  readonly metrics: Metrics;
  /** Null: no traces are made. */
  readonly tracing: Tracing | null;
};

export type Streams = { status(): readonly ProcessorStatus[] };

export const processorNames = (): readonly string[] => processors.map(({ name }) => name);

/** The processors of these names, refusing one that there is not. */
export function processorsNamed(names: readonly string[]): readonly Processor[] {
  const unknown = names.filter(name => !processorNames().includes(name));
  if (unknown.length > 0) {
    throw new LongplayError('LP_CLI_USAGE', `No processor is named ${unknown.join(', ')}.`, {
      remedy: `There are: ${processorNames().join(', ')}.`,
    });
  }
  return processors.filter(({ name }) => names.includes(name));
}

/** Runs the processors in this process, as members of their groups, until the resources are closed. */
export async function startStreams(options: StreamOptions): Promise<Streams> {
  const { ground, wire, settings, resources, metrics, tracing } = options;
  const { prefix } = settings;
  const logger = options.logger.child({ part: 'streams' });
  const tables = tableSource({
    log: ground.log,
    topicName: name => `${prefix}.${name}`,
    reader: name => wire.reader(name),
    logger,
  });
  resources.add('the tables', () => tables.stop());
  const states = stateFolder(join(settings.home, 'state', prefix));
  resources.add('the states', () => states.close());
  const url = settings.hospital.webhook;
  const webhook = url === null ? undefined : createWebhook({ url, logger });
  if (webhook !== undefined) resources.add('the webhook', () => webhook.close());
  const transitions = countTransitions(metrics);
  const traced = tracing === null ? null : tellCommitted(tracing);
  const engine: Engine = {
    log: observedLog(ground.log, taskLogObserver(metrics, prefix)),
    prefix,
    wire,
    tables,
    runners: countedRunners(metrics, tracing === null ? options.runners : tracedRunners(tracing, options.runners)),
    committed: seen => {
      transitions(seen);
      traced?.(seen);
    },
    openStore: states.open,
    processors: new Set(processorNames()),
    clock: realClock,
    pace: adaptivePace(),
    hospital: hospitalOf(settings, { counted: countCases(metrics), ...(webhook && { alarm: webhook.post }) }),
    logger,
    alarm: alarm => {
      metrics.count('longplay_task_alarms_total', { processor: alarm.processor, code: alarm.code });
      logger.warn({ ...alarm, alarm: true }, `${alarm.processor}: ${alarm.code} for ${alarm.key}`);
    },
  };
  const runs: ProcessorRun[] = [];
  resources.add('the processors', () => Promise.all(runs.map(run => run.stop())));
  // All are waited for, so that one that fails leaves none behind that nobody stops.
  const started = await Promise.allSettled(
    processorsNamed(options.only).map(async processor => {
      const judgeless = processor.name === 'fraud' && !settings.fraudRules;
      runs.push(await runProcessor(engine, judgeless ? fraudBy([]) : processor));
    }),
  );
  for (const one of started) if (one.status === 'rejected') throw one.reason;
  const status = () => runs.map(run => run.status());
  showTasks(metrics, status, ground.log.admin);
  showCases(metrics, status);
  ground.health.watch({ name: 'streams', ask: async () => refuseWhereOneStandsStill(status()) });
  ground.health.listen({ name: 'hospital', ask: () => complaintsOf(status()) });
  return { status };
}
