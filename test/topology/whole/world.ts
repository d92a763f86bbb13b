import { createMemoryBroker, type MemoryBroker } from '../../../runtime/log/memory/log.ts';
import { createStepper, type Stepper } from '../../../runtime/log/memory/stepper.ts';
import type { Step } from '../../../runtime/log/memory/steps.ts';
import type { Wire } from '../../../runtime/tasks/engine.ts';
import { topics } from '../../../schemas/topics.ts';
import { createMailbox } from '../../property/mailbox.ts';
import { orderId } from '../../property/people.ts';
import { createProvider } from '../../property/provider.ts';
import type { Scenario } from '../../property/scenario.ts';
import { storming as processors } from '../../property/storming.ts';
import type { Books } from '../../property/world.ts';
import { catalogueWire, createShopTopics } from '../shop.ts';
import { createHistory, type History, PREFIX } from './history.ts';
import {
  createMachine,
  type Machine,
  type Otherwise,
  type Process,
  type Surroundings,
  startProcess,
} from './process.ts';
import { effectRunner, type Luck } from './runner.ts';
import { createTime, type Time } from './time.ts';

/** How large the installation is. */
export type Size = { readonly partitions: number; readonly machines: number };

/** The whole shop on the memory log: real tasks, in processes that can be killed, and every step in the test's hands. */
export type Whole = Books & {
  readonly size: Size;
  readonly broker: MemoryBroker;
  readonly stepper: Stepper;
  readonly time: Time;
  readonly wire: Wire;
  readonly history: History;
  readonly machines: readonly Machine[];
  /** All that were ever started, the newest of each machine last. */
  readonly processes: Process[];
  /** What comes of the next calls to the provider and the mail server; then each is answered. */
  readonly luck: Luck[];
  /** How often each transactional id was fenced by who took its task over. */
  readonly fences: Map<string, number>;
  /** What must never happen, and did. */
  readonly violations: string[];
  /** When the storm began, ms since the epoch. */
  started: number;
  /** Whether the broker can be reached. */
  reachable: boolean;
  /** Tasks whose id was fenced, or whose position was moved, by the test; they may not know it yet. */
  readonly disturbed: Set<string>;
  /** A topic whose records are not handed over for now. */
  lagging: string | null;
  /** Whether any task was made to read something twice. */
  rewound: boolean;
  start(machine: Machine): void;
  note(line: () => string): void;
};

const START = Date.UTC(2026, 0, 1);
/** Clients of the test itself, which are never made to wait. */
const ours: readonly string[] = ['people', 'operator'];
let shared: Promise<Wire> | null = null;

/** One codec for all stories, with every schema looked up, so that each story takes the same steps as when told again. */
function sharedWire(): Promise<Wire> {
  shared ??= (async () => {
    const wire = catalogueWire();
    const ids = topics.map((_, index) => {
      const header = Buffer.alloc(5);
      header.writeInt32BE(index + 1, 1);
      return header;
    });
    for (const { name } of topics) await wire.reader(name).prepare(ids);
    for (const { owns } of processors) await wire.owed?.(owns).prepare(ids);
    return wire;
  })();
  return shared;
}

export async function createWhole(
  scenario: Scenario,
  size: Size,
  recordsPerFetch: () => number,
  story: string[] | null,
  otherwise: Otherwise = {},
): Promise<Whole> {
  const wire = await sharedWire();
  const time = createTime(START);
  const stepper = createStepper();
  const schedule = (step: Step) => (ours.includes(step.client) ? undefined : stepper.schedule(step));
  const broker = createMemoryBroker({ schedule, now: time.now, recordsPerFetch });
  await createShopTopics(broker.log('operator'), PREFIX, size.partitions);

  const note = (line: () => string): void => {
    story?.push(line());
  };
  const indexes = new Map(scenario.orders.map((_, index) => [orderId(index), index]));
  const provider = createProvider(scenario, id => indexes.get(id) ?? -1);
  const history = createHistory({
    broker,
    wire,
    partitions: size.partitions,
    now: time.now,
    note,
    tells: story !== null,
  });
  const violations: string[] = [];
  const violation = (sentence: string): void => {
    violations.push(sentence);
    note(() => `WRONG     ${sentence}`);
  };
  const mailbox = createMailbox();
  const fences = new Map<string, number>();
  const luck: Luck[] = [];
  const alarms: string[] = [];
  const calls = {
    broker,
    stepper,
    provider,
    mailbox,
    fences,
    senders: new Map(),
    history,
    luck: () => luck.shift() ?? 'answered',
    note,
    violation,
  } as const;
  const around: Surroundings = {
    broker,
    time,
    wire,
    runner: (process, processor) => effectRunner(calls, process, processor),
    alarm: alarm => alarms.push(alarm),
    violation,
    otherwise,
    scenario,
  };
  const processes: Process[] = [];
  return {
    scenario,
    size,
    broker,
    stepper,
    time,
    wire,
    history,
    provider,
    mailbox,
    fences,
    luck,
    violations,
    alarms,
    machines: Array.from({ length: size.machines }, (_, index) => createMachine(`p${index}`)),
    processes,
    started: START,
    reachable: true,
    disturbed: new Set(),
    lagging: null,
    rewound: false,
    asked: new Map(),
    outcomes: history.outcomes,
    log: history.log,
    note,
    start: machine => {
      const process = startProcess(around, machine);
      processes.push(process);
      note(() => `start     ${process.client}`);
    },
  };
}

export const living = ({ processes }: Whole): Process[] => processes.filter(({ gone }) => !gone);

export const ofMachine = (whole: Whole, machine: Machine): Process | undefined =>
  living(whole).find(one => one.machine === machine);

/** Steps that can happen now: nothing of a process that is stopped, and no reading of a topic that lags. */
export function possible(whole: Whole): readonly Step[] {
  const steps = whole.stepper.pending();
  const asleep = living(whole).filter(({ awake }) => !awake);
  const late = whole.lagging === null ? null : `${PREFIX}.${whole.lagging}[`;
  if (asleep.length === 0 && late === null) return steps;
  const waits = ({ client, operation, at }: Step): boolean =>
    asleep.some(one => one.client === client) || (late !== null && operation === 'fetch' && at.startsWith(late));
  return steps.filter(step => !waits(step));
}

export async function take(whole: Whole, step: Step): Promise<void> {
  whole.note(() => `${step.client.padEnd(9)} ${step.operation} ${step.at}`);
  if (step.operation === 'fence') whole.fences.set(step.at, (whole.fences.get(step.at) ?? 0) + 1);
  await whole.stepper.run(step);
  whole.note(() => {
    whole.history.observe();
    return '';
  });
}

/** Until nothing goes on by itself any more. */
export const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
