import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';
import type { Sums } from '../sums.ts';
import type { Books } from './books.ts';
import type { Loaded } from './run.ts';

/** Every order is at rest, no law is broken, and what cannot be read is parked. */
const held = ({ books, poison }: Loaded): boolean =>
  books.laws.broken === 0 && books.atRest === books.orders && poison.missing.length === 0;

export const exitCodeOf = (loaded: Loaded): ExitCode => (held(loaded) ? exitCodes.done : exitCodes.no);

/** The one JSON document of `--json`. */
export function summaryJson(loaded: Loaded): unknown {
  const { plan, placed, known, interrupted, poison, sendFailures, placing, settling, confirmed, books } = loaded;
  const { laws, ...rest } = books;
  return {
    held: held(loaded),
    seed: plan.seed,
    asked: { orders: plan.orders, rate: plan.rate, poison: plan.poison },
    placed,
    known,
    interrupted,
    poison,
    sendFailures,
    seconds: { placing: rounded(placing), settling: rounded(settling) },
    toConfirmedMs: confirmed,
    ...rest,
    laws,
  };
}

export function summaryText(loaded: Loaded): string {
  const { plan, placed, known, interrupted, sendFailures, placing, settling, confirmed, books } = loaded;
  const { laws } = books;
  const rate = placing === 0 ? 0 : placed / placing;
  const lines = [
    `seed        ${plan.seed}`,
    `placed      ${number(placed)} in ${placing.toFixed(1)} s (${rate.toFixed(1)}/s)${known > 0 ? `, ${number(known)} were there already` : ''}${interrupted ? ', interrupted' : ''}`,
    `at rest     ${number(books.atRest)} of ${number(books.orders)}, ${settling.toFixed(1)} s after the last was placed`,
    `ends        ${counts(books.states)}`,
    `rejected    ${counts(books.reasons)}`,
    `confirmed   ${confirmed.count === 0 ? 'none that this run placed' : `p50 ${confirmed.p50} ms, p95 ${confirmed.p95} ms, p99 ${confirmed.p99} ms after the request`}`,
    `ordered     ${sums(books.ordered)}`,
    `captured    ${sums(books.captured)}`,
    `refunded    ${sums(books.refunded)}`,
    ...poisonLines(loaded),
    ...(sendFailures > 0 ? [`sent again  ${number(sendFailures)} times`] : []),
    ...openLines(books),
    ...(laws.broken === 0 ? [] : [`broken      ${number(laws.broken)} laws`, ...laws.first.map(one => `  ${one}`)]),
    verdict(loaded),
  ];
  return `${lines.join('\n')}\n`;
}

function poisonLines({ poison: { written, parked, missing, example } }: Loaded): string[] {
  if (written === 0) return [];
  const such = example === null ? '' : `, such as ${example}`;
  return [
    `poison      ${number(written)} records that cannot be read, ${number(parked)} of them parked${such}`,
    ...(missing.length === 0 ? [] : [`NOT parked  ${missing.slice(0, 3).join(', ')}`]),
  ];
}

function openLines({ open }: Books): string[] {
  return open.map(
    ({ orderId, status, owes }) =>
      `not at rest ${orderId} ${status}: ${owes.map(({ by, step }) => `${by} has to ${step}`).join('; ') || 'facts are missing'}`,
  );
}

function verdict(loaded: Loaded): string {
  const { laws, orders, atRest } = loaded.books;
  if (loaded.poison.missing.length > 0) return 'records were skipped: they are NOT in the hospital';
  if (held(loaded)) return `the laws held for ${number(orders)} orders and ${number(laws.checked.skus)} skus`;
  if (laws.broken > 0) return 'the laws did NOT hold';
  return `${number(orders - atRest)} orders are not at rest; the laws held for the others, stock was not compared`;
}

const counts = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} ${number(count)}`)
    .join(', ') || 'none';

const sums = (of: Sums): string =>
  Object.entries(of)
    .map(([currency, amount]) => `${number(amount)} ${currency} minor units`)
    .join(', ') || 'nothing';

const rounded = (seconds: number): number => Math.round(seconds * 1_000) / 1_000;
