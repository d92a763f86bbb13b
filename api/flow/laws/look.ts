import type { Log, LogAdmin, PartitionOffsets } from '../../../runtime/log/port.ts';
import { processorLag } from '../../../runtime/tasks/lag.ts';
import { topicName } from '../../../runtime/topics/spec.ts';
import type { Station } from '../../../schemas/station.ts';
import type { FlowReads } from '../../routes/flow-reads.ts';
import { LAW_VIEWS, type LawReads } from '../../routes/law-reads.ts';
import type { WatchRow } from '../watch-state.ts';
import { type Broken, brokenByOrder, brokenByStock, LAWS, openOf } from './check.ts';
import { followProof } from './proof.ts';
import { createSuspects, type Looked, type Progress, type Violation } from './suspects.ts';
import { openVersionLook } from './version-look.ts';

export type LawLookOptions = {
  readonly reads: LawReads;
  /** Open cases that block these keys. */
  readonly blocking: FlowReads['blocking'];
  readonly admin: LogAdmin;
  /** Reads what owners write, record by record. */
  readonly log: Pick<Log, 'readPartition'>;
  readonly prefix: string;
  readonly topology: readonly Station[];
  /** Orders, or products, that a look holds to the laws. */
  readonly slice: number;
  /** From one round to the next, ms, at least. */
  readonly roundEvery: number;
};

type Rounds = Pick<WatchRow, 'round' | 'last'>;

export type LawsSeen = Rounds & Pick<WatchRow, 'broken' | 'more' | 'proof' | 'violations'>;

/** Holds the next of a round to the laws, and again those that are suspected. */
export type LawLook = (before: Rounds) => Promise<LawsSeen>;

/** Processors that write what the laws are about. */
const OF_LAWS: ReadonlySet<string> = new Set(['orders', 'payments', 'allocations', 'stock', 'shipping']);

const isOfLaws = (processor: string): boolean => OF_LAWS.has(processor) || processor.startsWith('projections.');

type OrderRows = Awaited<ReturnType<LawReads['ordersOf']>>;
type StockRows = Awaited<ReturnType<LawReads['stockOf']>>;

const lookedAt = <T extends { readonly shown: string }>(rows: readonly T[], check: (row: T) => Broken[]): Looked[] =>
  rows.flatMap(row => check(row).map(broken => ({ broken, shown: row.shown })));

type Known = Pick<WatchRow, 'violations' | 'broken' | 'more' | 'proof'>;

const countOf = (all: readonly Violation[]): Readonly<Record<string, number>> =>
  Object.fromEntries([...Map.groupBy(all, ({ law }) => law)].map(([law, its]) => [law, its.length]));

/** Laws of which more was found before than was kept, or than was known. */
function moreOf({ violations, broken, more = [] }: Known) {
  const kept = countOf(violations);
  return LAWS.filter(law => more.includes(law) || (broken[law] ?? 0) > (kept[law] ?? 0));
}

/** @param known What was found before. */
export function openLawLook(options: LawLookOptions, known: Known): LawLook {
  const { reads, blocking, admin, prefix, topology, slice, roundEvery } = options;
  const ofLog = known.violations.filter(({ law }) => law === 'versions');
  const more = moreOf(known);
  const suspects = createSuspects(
    known.violations.filter(one => !ofLog.includes(one)),
    more.filter(law => law !== 'versions'),
  );
  const versions = openVersionLook({ ...options, known: ofLog, more: more.includes('versions') });
  const proofOf = followProof(known.proof ?? null, prefix);

  const progressNow = async (): Promise<Progress & { readonly facts: readonly PartitionOffsets[] }> => {
    const stations = topology.filter(({ processor }) => OF_LAWS.has(processor));
    const [lags, owned, positions] = await Promise.all([
      Promise.all(stations.map(one => processorLag({ log: { admin }, prefix }, { ...one, name: one.processor }))),
      Promise.all(stations.map(({ owns }) => admin.offsets(topicName(prefix, owns)))),
      reads.positions(LAW_VIEWS),
    ]);
    const inputs = lags.flatMap((its, n) =>
      its.map(one => ({
        ...one,
        reader: stations[n]?.processor ?? '',
        of: `${topicName(prefix, one.topic)} ${one.partition}`,
      })),
    );
    return {
      facts: owned.flat(),
      ends: new Map([
        ...inputs.map(({ of, end }) => [of, end] as const),
        ...owned.flat().map(({ topic, partition, end }) => [`${topic} ${partition}`, end] as const),
      ]),
      readers: [
        ...inputs.map(({ reader, of, position, start }) => ({ reader, of, at: position ?? start })),
        ...positions,
      ],
    };
  };

  /** What waits behind a case is not at rest, whatever is shown of it. */
  const holdOrders = async (rows: OrderRows, keys: readonly string[], progress: Progress): Promise<void> => {
    const looked = lookedAt(rows, brokenByOrder);
    const cases = await blocking(
      looked.map(({ broken }) => broken.key),
      LAW_VIEWS,
    );
    const waiting = new Set(cases.filter(({ processor }) => isOfLaws(processor)).map(({ key }) => key));
    suspects.take(
      looked.filter(({ broken }) => !waiting.has(broken.key)),
      keys,
      progress,
      Date.now(),
      [...looked.filter(({ broken }) => waiting.has(broken.key)).map(({ broken }) => broken), ...rows.flatMap(openOf)],
    );
  };

  const holdStock = (rows: StockRows, keys: readonly string[], progress: Progress): void =>
    suspects.take(lookedAt(rows, brokenByStock), keys, progress, Date.now());

  const isStockShown = async (): Promise<boolean> => !(await reads.lacks(['stock', 'allocated-stock']));

  const holdSuspects = async (progress: Progress): Promise<void> => {
    const orders = suspects.keys('orders');
    await holdOrders(await reads.ordersOf(orders), orders, progress);
    const skus = suspects.keys('skus');
    if (skus.length > 0 && (await isStockShown())) holdStock(await reads.stockOf(skus), skus, progress);
  };

  /** The next orders of a round, and after them the products. */
  const goOn = async ({ round, last }: Rounds, progress: Progress): Promise<Rounds> => {
    if (round.skus !== undefined) return await goOnWithStock({ round, last }, progress);
    if (round.after === '' && last !== null && Date.now() - last.beganAt < roundEvery) return { round, last };
    const beganAt = round.after === '' ? Date.now() : round.beganAt;
    const rows = await reads.orders(round.after, slice);
    const keys = rows.map(({ orderId }) => orderId);
    await holdOrders(rows, keys, progress);
    const orders = round.orders + rows.length;
    const after = keys.length === slice ? (keys.at(-1) ?? '') : '';
    return { round: { beganAt, after, orders, ...(after === '' && { skus: { after: '', seen: 0 } }) }, last };
  };

  const goOnWithStock = async ({ round, last }: Rounds, progress: Progress): Promise<Rounds> => {
    const { after = '', seen = 0 } = round.skus ?? {};
    const rows = (await isStockShown()) ? await reads.stock(after, slice) : [];
    const keys = rows.map(({ sku }) => sku);
    holdStock(rows, keys, progress);
    const skus = { after: keys.at(-1) ?? '', seen: seen + rows.length };
    if (rows.length === slice) return { round: { ...round, skus }, last };
    const { beganAt, orders } = round;
    suspects.endRound();
    return {
      round: { beganAt, after: '', orders: 0 },
      last: { beganAt, finishedAt: Date.now(), orders, skus: skus.seen },
    };
  };

  return async before => {
    const progress = await progressNow();
    await holdSuspects(progress);
    const rounds = await goOn(before, progress);
    await versions.take(progress.facts, Date.now());
    const violations = [...suspects.violations(), ...versions.violations()];
    const more = [...suspects.more(), ...(versions.more() ? (['versions'] as const) : [])];
    const proof = proofOf(progress, Date.now());
    return { ...rounds, violations, broken: countOf(violations), more, proof };
  };
}
