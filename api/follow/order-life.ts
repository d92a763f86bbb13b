import type { Transition } from '../../runtime/tasks/fat-event.ts';
import { isEnd } from '../flow/ends.ts';
import { LIFE, type LifeTopic, lifeEventId, type Told } from './event-ids.ts';
import type { EventStream } from './sse.ts';

/** What a fact says that matters here; a read model's document and a fat event of the log both have it. */
export type LifeFact = {
  readonly version: number;
  readonly status: string;
  readonly history: readonly Transition[];
  readonly deadlines: readonly unknown[];
};

type Fact = readonly [LifeTopic, LifeFact];

/** The newest facts of one order, as far as there are any. */
export type LifeFacts = Readonly<Record<LifeTopic, LifeFact | null>>;

export type OrderLifeOptions = {
  readonly orderId: string;
  readonly stream: EventStream;
  /** What the client has been told already; changes as it is told more. */
  readonly told: Told;
  readonly live: LiveFacts;
  /** What the read models show now. */
  readonly shown: () => Promise<LifeFacts>;
  /** Whether the read models show all that was on the log when the live facts began. */
  readonly isCaughtUp: () => Promise<boolean>;
  /** For how long nothing has to come, ms, before an order that nobody owes a step is at rest. */
  readonly restAfter: number;
};

export type LiveFacts = {
  /** Takes what has come since: of each topic the newest fact, which tells the ones before it too. */
  take(): Promise<readonly Fact[]>;
  /** Resolves when one is there, or after so long, or when it is released. */
  comes(within: number): Promise<void>;
};

/** Between two looks at read models that lag; longer each time. */
const FIRST_LOOK_MS = 100;
const LAST_LOOK_MS = 5_000;
/** The longest that a timer waits, nearly. */
const NEVER_MS = 2_000_000_000;

/**
 * Tells a client an order's life: what happened so far by the read models, and what comes by the log. Both say the same,
 * since a fat event tells its own history: what was told is known by version, and nothing is told twice or left out.
 * Ends with `rest` where the order has ended, nobody owes it a step, and nothing has come for a while.
 */
export async function tellOrderLife(options: OrderLifeOptions): Promise<void> {
  const { orderId, stream, told, live, shown, isCaughtUp, restAfter } = options;
  const newest: Record<LifeTopic, LifeFact | null> = {
    orders: null,
    payments: null,
    allocations: null,
    shipments: null,
  };

  const tell = (facts: readonly Fact[]): void => {
    for (const [topic, fact] of facts) {
      if (fact.version >= (newest[topic]?.version ?? 0)) newest[topic] = fact;
    }
    for (const step of stepsOf(facts, told)) {
      told[step.topic] = step.version;
      stream.send({ id: lifeEventId(told), event: step.topic, data: { orderId, ...step } });
    }
  };

  let caughtUp = false;
  let quietSince = Date.now();
  for (let pause = FIRST_LOOK_MS; !stream.signal.aborted; ) {
    if (!caughtUp) {
      // First the question, then what is shown: what was on the log at the question is shown by then. While Postgres is
      // away the log goes on telling.
      caughtUp = await isCaughtUp().catch(() => false);
      const facts = await shown().catch(() => null);
      if (facts === null) caughtUp = false;
      else tell(present(facts));
    }
    const come = await live.take();
    if (come.length > 0) quietSince = Date.now();
    tell(come);
    await stream.drained();
    if (!caughtUp) {
      await live.comes(pause);
      pause = Math.min(2 * pause, LAST_LOOK_MS);
      continue;
    }
    const left = isAtRest(newest) ? quietSince + restAfter - Date.now() : NEVER_MS;
    if (left <= 0) {
      stream.send({ id: lifeEventId(told), event: 'rest', data: { orderId, status: newest.orders?.status } });
      return stream.end();
    }
    await live.comes(left);
  }
}

/** Those that there are. */
export const present = (facts: LifeFacts): Fact[] =>
  LIFE.flatMap(topic => (facts[topic] === null ? [] : [[topic, facts[topic]] as const]));

/** Whether nothing more is expected. More may come all the same, such as a return: a client may ask again at any time. */
export function isAtRest(facts: LifeFacts): boolean {
  if (facts.orders === null || !isEnd(facts.orders.status)) return false;
  return present(facts).every(([, { deadlines }]) => deadlines.length === 0);
}

type Step = {
  readonly topic: LifeTopic;
  readonly version: number;
  /** When the first of its changes was decided. */
  readonly at: string;
  readonly changes: readonly { readonly what: string; readonly at: string; readonly reason: string | null }[];
};

/**
 * What the client was not told; one step for each version, since an event id counts versions. A topic's versions are in
 * their order, topics in that of time; of two at one time, the one that led to the other comes first.
 */
export function stepsOf(facts: readonly Fact[], told: Told): Step[] {
  const open = LIFE.map(topic => {
    const changes = facts.filter(([of]) => of === topic).flatMap(([, { history }]) => history);
    return [...Map.groupBy(changes, ({ version }) => version)]
      .filter(([version]) => version > told[topic])
      .sort(([one], [other]) => one - other)
      .map(([version, all]) => stepOf(topic, version, once(all)));
  });
  const steps: Step[] = [];
  for (;;) {
    const [first] = open.filter(one => one.length > 0).sort((one, other) => timeOf(one) - timeOf(other));
    const step = first?.shift();
    if (step === undefined) return steps;
    steps.push(step);
  }
}

const timeOf = ([first]: readonly Step[]): number => Date.parse(first?.at ?? '');

/** Two facts of one key tell the same history. */
const once = (changes: readonly Transition[]): Transition[] => [
  ...new Map(changes.map(one => [JSON.stringify([one.what, one.at, one.cause]), one])).values(),
];

const stepOf = (topic: LifeTopic, version: number, changes: readonly Transition[]): Step => ({
  topic,
  version,
  at: iso(Math.min(...changes.map(({ at }) => at))),
  changes: changes.map(({ what, at, reason }) => ({ what, at: iso(at), reason })),
});

const iso = (at: number): string => new Date(at).toISOString();
