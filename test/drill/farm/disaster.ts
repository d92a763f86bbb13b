import { setTimeout as sleep } from 'node:timers/promises';
import type { PositionDocument } from '../../../projections/position-prices/project.ts';
import type { Price } from '../../../schemas/types/prices.ts';
import { composePrice } from '../../../streams/prices/compose.ts';
import { simulatedPrice } from '../../../streams/prices/model/simulate.ts';
import type { FarmReport } from './report.ts';
import type { FarmWorld } from './world.ts';

export type DisasterOptions = {
  readonly world: FarmWorld;
  readonly positions: number;
  /** Of the positions, as many are of the kind that aborts its worker. */
  readonly poison: number;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

const INSTRUMENTS = 20;
const MOST_TRIES = 3;
/** Longest time until a second process has priced something, ms. */
const JOINS_MS = 60_000;
/** Prices that are worked out here once more, to compare. */
const COMPARED = 100;

type PriceRow = { position_id: string; status: string; stale: boolean; document: PositionDocument };
type CaseRow = {
  status: string;
  cause: string;
  error: { message: string };
  effect: { attempt: number; effectId: string };
};

/**
 * The disaster: one kind of position aborts the worker that prices it. Everything else is priced; those are in the hospital
 * with their attempts; the workers live. Then the bug is corrected, and a group retry prices the rest.
 */
export async function disaster({ world, positions, poison, say, signal }: DisasterOptions): Promise<FarmReport> {
  const problems: string[] = [];
  const expect = (is: boolean, sentence: string): void => {
    if (!is) problems.push(sentence);
  };
  const held = heldOf(positions, poison);
  const instruments = [...new Set(held.map(({ instrument }) => instrument))];
  const quiet = instruments.at(-1) as string;
  let farm = await world.start(true);

  await world.hold(held);
  const began = performance.now();
  await world.quote(instruments, 1, 10_000);
  await until(world, signal, say, ({ PRICED = 0, FAILED = 0 }) => PRICED + FAILED >= positions);
  const seconds = (performance.now() - began) / 1_000;
  const standing = await world.standing();
  const lost = farm.status().lost;
  say(`with the bug: ${JSON.stringify(standing)}, ${lost} workers lost, in ${seconds.toFixed(1)} s`);
  expect(standing.PRICED === positions - poison, `${standing.PRICED} were priced, not ${positions - poison}`);
  expect(standing.FAILED === poison, `${standing.FAILED} were given up, not ${poison}`);
  expect(lost === poison * MOST_TRIES, `${lost} workers were lost, not ${poison * MOST_TRIES}`);

  const cases = await untilCases(world, signal, poison);
  const attempts = [...new Set(cases.map(({ effect }) => effect.attempt))];
  const groups = [...new Set(cases.map(({ cause }) => cause))];
  expect(cases.length === poison, `${cases.length} cases are open, not ${poison}`);
  expect(attempts.join() === String(MOST_TRIES), `cases show ${attempts} attempts, not ${MOST_TRIES}`);
  expect(groups.length === 1, `the cases are ${groups.length} groups, not one`);
  expect(
    cases.every(({ error }) => error.message.includes('job-crashed')),
    'a case does not name its cause',
  );

  await world.quote([quiet], 2, 11_000);
  const anew = held.filter(({ instrument }) => instrument === quiet).length;
  const repriced = (sequence: number, count: number) => async (): Promise<boolean> =>
    (await world.rows<PriceRow>('position_prices')).filter(
      ({ status, document }) => status === 'PRICED' && document.of?.quote.sequence === sequence,
    ).length >= count;
  await poll(signal, repriced(2, anew), `the ${anew} positions of ${quiet} to be priced again: the workers are dead`);
  await world.stop();

  farm = await world.start(false);
  const retryBegan = performance.now();
  const answer = await world.retryGroup(groups[0] ?? '');
  expect(answer < 300, `the group retry was answered with ${answer}`);
  await until(world, signal, say, ({ PRICED = 0 }) => PRICED === positions);
  const healedIn = (performance.now() - retryBegan) / 1_000;
  await untilCases(world, signal, 0);
  expect(farm.status().lost === 0, `${farm.status().lost} workers were lost without the bug`);

  const some = instruments.slice(0, INSTRUMENTS / 4);
  const moved = held.filter(({ instrument }) => some.includes(instrument)).length;
  await world.quote(some, 3, 12_000);
  await poll(signal, repriced(3, 1), 'the first price after the market has moved');
  let sequence = 4;
  const move = () => world.quote(some, sequence, 9_000 + sequence * 1_000);
  await move();
  farm = await world.start(false);
  // Until the partitions are shared out anew the first one may have done all there was, so the market goes on.
  for (const joining = AbortSignal.timeout(JOINS_MS); farm.done() === 0 && !joining.aborted && !signal.aborted; ) {
    if (await repriced(sequence, moved)()) {
      sequence++;
      await move();
    }
    await sleep(200);
  }
  expect(farm.done() > 0, 'a second process has joined, and priced nothing');
  sequence++;
  await move();
  await world.stop();
  say(`a second process has joined, which has priced ${farm.done()}, and the first has left`);
  await poll(signal, repriced(sequence, moved), `the ${moved} positions to be priced by whoever is left`);

  const rows = await world.rows<PriceRow>('position_prices');
  const counts = sumOf(rows);
  const { asked, priced, overtaken, failed } = counts;
  expect(
    asked === priced + overtaken + failed,
    `asked ${asked}, and ${priced} + ${overtaken} + ${failed} of them ended`,
  );
  expect(
    rows.every(({ stale }) => !stale),
    'a price is stale at rest',
  );
  for (const row of rows.slice(0, COMPARED)) {
    const { price, of: asks } = row.document;
    const job = composePrice(
      { id: row.position_id } as never,
      { asked: asks, positionId: row.position_id } as Price as never,
    );
    expect(price?.amount === simulatedPrice(job), `${row.position_id} has another price than the model says`);
  }
  const { workers } = farm.status();
  return {
    held: problems.length === 0,
    positions,
    poison,
    seconds,
    lost,
    attempts,
    groups: groups.length,
    healedIn,
    workers,
    counts,
    problems,
  };
}

/** Poison in every instrument but the last, all over the list. */
function heldOf(positions: number, poison: number) {
  const each = Math.ceil(positions / INSTRUMENTS);
  const mayBePoison = positions - (positions % each || each);
  const every = Math.floor(mayBePoison / poison);
  let left = poison;
  return Array.from({ length: positions }, (_, n) => {
    const instrument = `i-${Math.floor(n / each)}`;
    const isPoison = left > 0 && n % every === 0;
    if (isPoison) left--;
    return { instrument, id: `${instrument}~p-${n}`, isPoison };
  });
}

const sumOf = (rows: readonly PriceRow[]) =>
  rows.reduce(
    (sum, { document }) => ({
      asked: sum.asked + document.askedCount,
      priced: sum.priced + document.pricedCount,
      overtaken: sum.overtaken + document.overtakenCount,
      failed: sum.failed + document.failedCount,
    }),
    { asked: 0, priced: 0, overtaken: 0, failed: 0 },
  );

async function until(
  world: FarmWorld,
  signal: AbortSignal,
  say: (line: string) => void,
  isThere: (standing: Readonly<Record<string, number>>) => boolean,
): Promise<void> {
  let said = performance.now();
  const look = async (): Promise<boolean> => {
    const standing = await world.standing();
    if (performance.now() - said > 5_000) {
      said = performance.now();
      say(JSON.stringify(standing));
    }
    return isThere(standing);
  };
  await poll(signal, look, 'all positions to be priced or given up');
}

async function untilCases(world: FarmWorld, signal: AbortSignal, count: number): Promise<readonly CaseRow[]> {
  let open: readonly CaseRow[] = [];
  const look = async (): Promise<boolean> => {
    const rows = await world.rows<CaseRow>('cases');
    open = rows.filter(({ status }) => status === 'WAITING' || status === 'RETRYING');
    return open.length === count;
  };
  await poll(signal, look, `${count} open cases`);
  return open;
}

async function poll(signal: AbortSignal, look: () => Promise<boolean>, what: string): Promise<void> {
  while (!(await look())) {
    if (signal.aborted) throw new Error(`It took too long for ${what}.`, { cause: signal.reason });
    await sleep(200);
  }
}
