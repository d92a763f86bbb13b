import type { MemoryBroker } from '../../../runtime/log/memory/log.ts';
import type { Log } from '../../../runtime/log/port.ts';
import { createLogger } from '../../../runtime/observe/logger.ts';
import type { Processor } from '../../../runtime/tasks/definition.ts';
import type { EffectRunner, Engine, Wire } from '../../../runtime/tasks/engine.ts';
import { type ProcessorRun, runProcessor } from '../../../runtime/tasks/processor-run.ts';
import { memoryStore } from '../../../runtime/tasks/store/memory.ts';
import type { StateStore } from '../../../runtime/tasks/store/port.ts';
import { tableSource } from '../../../runtime/tasks/tables.ts';
import { hospitalOptions } from '../../hospital/tally.ts';
import { judging } from '../../property/rules.ts';
import type { Scenario } from '../../property/scenario.ts';
import { storming as shop } from '../../property/storming.ts';
import { PREFIX } from './history.ts';
import type { Time } from './time.ts';

const logger = createLogger({ level: 'silent' });

/** A machine: what processes on it leave behind, one after the other. */
export type Machine = { readonly name: string; stores: Map<string, Disk>; started: number };
export type Disk = { readonly store: StateStore; heldBy: string | null };

export const createMachine = (name: string): Machine => ({ name, stores: new Map(), started: 0 });

export type Process = {
  readonly client: string;
  readonly machine: Machine;
  /** False as under SIGSTOP. */
  awake: boolean;
  /** Killed, or stopped: its session may still be known. */
  gone: boolean;
  readonly runs: ProcessorRun[];
  /** Every processor has its first assignment. */
  started: boolean;
  stopping: boolean;
  failure: unknown;
  stop(): void;
};

/** A shop that is not quite ours, to see that the laws see. */
export type Otherwise = { readonly processors?: readonly Processor[]; readonly log?: (log: Log) => Log };

export type Surroundings = {
  readonly broker: MemoryBroker;
  readonly time: Time;
  readonly wire: Wire;
  readonly runner: (process: Process, processor: Processor) => EffectRunner;
  readonly alarm: (alarm: string) => void;
  readonly violation: (sentence: string) => void;
  readonly otherwise: Otherwise;
  readonly scenario: Scenario;
};

/** One process of the shop on this machine: all its processors, on the real task runtime. */
export function startProcess(around: Surroundings, machine: Machine): Process {
  const client = `${machine.name}.${++machine.started}`;
  const { log: through = one => one, processors: chosen = shop } = around.otherwise;
  const processors = judging(around.scenario, chosen);
  const log = through(around.broker.log(client));
  const process: Process = {
    client,
    machine,
    awake: true,
    gone: false,
    runs: [],
    started: false,
    stopping: false,
    failure: null,
    stop: () => {
      if (process.stopping) return;
      process.stopping = true;
      void started.then(stop).catch(fail);
    },
  };
  const fail = (error: unknown): void => {
    process.failure ??= error;
  };
  const engine = engineOf(around, process, log);
  const started = Promise.all(
    processors.map(async processor => {
      process.runs.push(await runProcessor(engine, processor));
    }),
  ).then(() => {
    process.started = true;
  });
  started.catch(fail);
  const stop = async (): Promise<void> => {
    await Promise.all(process.runs.map(run => run.stop()));
    await engine.tables.stop();
    await log.close();
    process.gone = true;
  };
  return process;
}

function engineOf({ time, wire, runner, ...around }: Surroundings, process: Process, log: Log): Engine {
  const runners = shop.flatMap(one => one.effects.map(kind => [kind, runner(process, one)] as const));
  return {
    log,
    prefix: PREFIX,
    wire,
    tables: tableSource({ log, topicName: name => `${PREFIX}.${name}`, reader: name => wire.reader(name), logger }),
    runners: Object.fromEntries(runners),
    openStore: (processor, partition) => openDisk(around, process, `${processor}/${partition}`),
    processors: new Set(shop.map(({ name }) => name)),
    clock: time.clockOf(process),
    hospital: hospitalOptions(),
    logger,
    alarm: ({ processor, key, code }) => around.alarm(`${processor} ${key} ${code}`),
  };
}

/** What a process has written to its disk outlives it; two tasks at once never have the same store. */
function openDisk(around: Pick<Surroundings, 'violation'>, process: Process, name: string): StateStore {
  const { client, machine } = process;
  const disk = machine.stores.get(name) ?? { store: memoryStore(), heldBy: null };
  machine.stores.set(name, disk);
  if (disk.heldBy === client) around.violation(`${client} opens the store ${name} twice at once`);
  disk.heldBy = client;
  const held = (): void => {
    if (disk.heldBy !== client || process.gone) around.violation(`${client} writes to ${name}, which it has closed`);
  };
  return {
    ...disk.store,
    apply: (changes, checkpoint) => {
      held();
      disk.store.apply(changes, checkpoint);
    },
    load: (changes, checkpoint) => {
      held();
      return disk.store.load(changes, checkpoint);
    },
    clear: () => {
      held();
      disk.store.clear();
    },
    close: async () => {
      await disk.store.close();
      disk.heldBy = null;
    },
  };
}
