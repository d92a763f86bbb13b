import type { OwedStep } from '../../projections/order-progress/project.ts';
import { keysAt, type OrderKeys } from './keys.ts';
import type { PartitionStanding, ProcessorStanding } from './standing.ts';

/** A case of the hospital that blocks a key. */
export type BlockingCase = { readonly caseId: string; readonly processor: string; readonly key: string };

/** Why an order does not go on. */
export type Why =
  /** The key waits behind this case. */
  | { readonly kind: 'parked'; readonly processor: string; readonly caseId: string }
  /** The storm breaker has stopped it, nobody runs it, or it does not move though there is something to read. */
  | { readonly kind: 'stopped'; readonly processor: string; readonly how: 'breaker' | 'nobody' | 'still' }
  /** Somebody has paused it. */
  | { readonly kind: 'paused'; readonly processor: string }
  /** It has that many records to read first, at most. */
  | { readonly kind: 'behind'; readonly processor: string; readonly records: number }
  /** It is at work on it, or waits itself: `next` says for whom, where that is known. */
  | { readonly kind: 'waiting'; readonly for: string; readonly next: Next | null };

/** What a neighbour waits for, by its own fact. */
export type Next = { readonly step: string; readonly owedBy: string; readonly since: string };

export type WhyInputs = OrderKeys & {
  /** The overdue steps, the one that has been overdue longest first. */
  readonly steps: readonly OwedStep[];
  /** Open cases that hold the order up (`holdingUp`), the one in front of each key. */
  readonly cases: readonly BlockingCase[];
  readonly standings: readonly ProcessorStanding[];
  /** What the neighbours' own facts say that they wait for, by processor. */
  readonly next: Readonly<Record<string, Next | undefined>>;
  partitionOf(key: string): number;
};

/**
 * Who has to do something before a step can be done: who owes it, and who stands behind or reports for him. Orders itself
 * comes last: it has to hear of it.
 */
const BEHIND: Readonly<Record<string, readonly string[]>> = {
  payments: ['payments'],
  allocations: ['allocations', 'stock'],
  shipping: ['shipping'],
  loyalty: ['loyalty'],
  warehouse: ['shipping'],
  carrier: ['shipping'],
  customer: ['shipping'],
  catalogue: ['catalogue'],
  customers: ['customers'],
};

/** Processors that have to do something before these steps can be done, in the order in which they are looked at. */
const chainOf = (steps: readonly Pick<OwedStep, 'owedBy'>[]): readonly string[] => [
  ...new Set([...steps.flatMap(({ owedBy }) => BEHIND[owedBy] ?? []), 'orders']),
];

/**
 * Of these cases those that hold an order up which waits for these steps: whatever blocks its own key, and what blocks the
 * key of its customer, or of one of its products, at a processor that has to do something for it.
 */
export function holdingUp<C extends BlockingCase>(
  cases: readonly C[],
  steps: readonly Pick<OwedStep, 'owedBy'>[],
  order: OrderKeys,
): C[] {
  const chain = chainOf(steps);
  return cases.filter(({ key, processor }) => {
    return key === order.orderId || (chain.includes(processor) && keysAt(processor, order).includes(key));
  });
}

/**
 * Of all overdue steps the reason that lies deepest: a case, then a processor that stands, then one that is behind; else
 * who owes the first step is waited for. Pure.
 */
export function whyStuck(inputs: WhyInputs): Why {
  const { steps, cases, standings } = inputs;
  const chain = chainOf(steps);
  const places = chain.flatMap(processor => {
    const standing = standings.find(one => one.processor === processor);
    return standing === undefined ? [] : [{ standing, partitions: partitionsOf(standing, inputs) }];
  });
  return parked(chain, cases) ?? stopped(places) ?? behind(places) ?? waiting(steps, inputs.next);
}

type Place = { readonly standing: ProcessorStanding; readonly partitions: readonly PartitionStanding[] };

/** The partitions of a processor in which the order is handled. */
function partitionsOf({ processor, partitions }: ProcessorStanding, { partitionOf, ...order }: WhyInputs) {
  const keys = keysAt(processor, order);
  // Whose keys are not known may be held up in any of its partitions; stock that is asked nothing holds nobody up.
  if (keys.length === 0 && processor !== 'stock') return partitions;
  const its = new Set(keys.map(partitionOf));
  return partitions.filter(({ partition }) => its.has(partition));
}

function parked(chain: readonly string[], cases: readonly BlockingCase[]): Why | null {
  // A read model that could not take the order's newest fact in says that it is stuck where it may not be.
  const first = [...chain, ...cases.map(({ processor }) => processor).filter(isProjection)]
    .map(processor => cases.find(one => one.processor === processor))
    .find(one => one !== undefined);
  return first === undefined ? null : { kind: 'parked', processor: first.processor, caseId: first.caseId };
}

const isProjection = (processor: string): boolean => processor.startsWith('projections.');

function stopped(places: readonly Place[]): Why | null {
  for (const { standing, partitions } of places) {
    const { processor, members } = standing;
    if (partitions.length === 0) continue;
    if (partitions.some(({ halted }) => halted === 'breaker')) return { kind: 'stopped', processor, how: 'breaker' };
    if (partitions.some(({ halted }) => halted === 'paused')) return { kind: 'paused', processor };
    if (members === 0) return { kind: 'stopped', processor, how: 'nobody' };
    if (partitions.some(({ still }) => still)) return { kind: 'stopped', processor, how: 'still' };
  }
  return null;
}

function behind(places: readonly Place[]): Why | null {
  for (const { standing, partitions } of places) {
    const records = partitions.reduce((sum, { lag }) => sum + lag, 0);
    if (records > 0) return { kind: 'behind', processor: standing.processor, records };
  }
  return null;
}

function waiting(steps: readonly OwedStep[], next: WhyInputs['next']): Why {
  const { owedBy = 'orders' } = steps[0] ?? {};
  return { kind: 'waiting', for: owedBy, next: next[owedBy] ?? null };
}

const HOW = {
  breaker: 'was stopped by the storm breaker',
  nobody: 'is stopped: no process runs it',
  still: 'stands still, though there is something to read',
} as const;

/** One line for a person. */
export function whyText(why: Why): string {
  switch (why.kind) {
    case 'parked':
      return `parked as case ${why.caseId}`;
    case 'stopped':
      return `${why.processor} ${HOW[why.how]}`;
    case 'paused':
      return `${why.processor} is paused`;
    case 'behind':
      return `${why.processor} is behind by up to ${why.records} records`;
    case 'waiting':
      return why.next === null
        ? `waiting for ${why.for}`
        : `waiting for ${why.for}, which waits for ${why.next.owedBy}`;
  }
}
