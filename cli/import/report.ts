import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Sums } from '../sums.ts';
import { number } from './progress.ts';
import type { Refusals } from './refusals.ts';
import type { Imported } from './run.ts';
import type { KindName } from './shapes.ts';
import type { OrdersReport } from './wait/tally.ts';

export type ReportOf = {
  readonly kind: KindName;
  readonly path: string;
  readonly imported: Imported;
  readonly refusals: Pick<Refusals, 'refused' | 'rejected' | 'first'>;
};

/**
 * 0 only where every line is in the shop and, if that was waited for, every order at rest. An order that ended REJECTED
 * or CANCELLED is an order with an end, and no failure of the import: `states` and `reasons` tell.
 */
export const exitCodeOf = ({ imported, refusals }: ReportOf): ExitCode =>
  refusals.refused + refusals.rejected > 0 || imported.waited?.complete === false ? exitCodes.no : exitCodes.done;

/** The one JSON document of `--json`. */
export function reportJson(report: ReportOf): unknown {
  const { kind, path, imported, refusals } = report;
  const { lines, sent, unchanged, elapsed, waited } = imported;
  return {
    done: exitCodeOf(report) === exitCodes.done,
    import: kind,
    file: path,
    lines,
    sent,
    unchanged,
    refused: refusals.refused,
    seconds: Math.round(elapsed) / 1_000,
    ...(waited === null
      ? {}
      : {
          complete: waited.complete,
          undecided: waited.undecided,
          accepted: waited.accepted,
          rejected: refusals.rejected,
          repeated: repeated(report),
        }),
    refusals: refusals.first,
    ...(waited?.orders ? { orders: waited.orders } : {}),
  };
}

/** What had been asked before, word for word: it changed nothing. Unknown while something is undecided. */
function repeated({ imported: { sent, waited }, refusals }: ReportOf): number | null {
  if (waited === null || waited.undecided > 0) return null;
  return sent - waited.accepted - refusals.rejected;
}

export function reportText(report: ReportOf): string {
  const { kind, path, imported, refusals } = report;
  const { lines, sent, unchanged, elapsed, waited } = imported;
  const rate = elapsed === 0 ? lines : (lines / elapsed) * 1_000;
  const told = [
    `${path}: ${number(lines)} ${lines === 1 ? 'line' : 'lines'} in ${(elapsed / 1_000).toFixed(1)} s (${number(Math.round(rate))}/s)`,
    `  ${number(sent)} sent, ${number(unchanged)} unchanged, ${number(refusals.refused)} refused`,
  ];
  if (waited !== null) {
    const again = repeated(report);
    const parts = [`${number(waited.accepted)} accepted`, `${number(refusals.rejected)} rejected`];
    if (again !== null) parts.push(`${number(again)} known already`);
    if (waited.undecided > 0) parts.push(`${number(waited.undecided)} not read yet`);
    told.push(`  ${parts.join(', ')}`);
  }
  told.push(...refusalLines(refusals));
  if (waited?.orders) told.push(...orderLines(waited.orders));
  if (waited?.complete === false) told.push(`  The time for waiting is over: not all ${kind} are through.`);
  return `${told.join('\n')}\n`;
}

function refusalLines({ first, refused, rejected }: ReportOf['refusals']): string[] {
  const told = first.flatMap(({ line, by, errors }) =>
    errors.map(({ field, reason }) => {
      const what = field === '' ? reason : `${field} ${reason}`;
      return `  line ${line}: ${by === 'import' ? '' : `${by}: `}${what}`;
    }),
  );
  const more = refused + rejected - first.length;
  return more > 0 ? [...told, `  and ${number(more)} more lines; --refused FILE writes all of them`] : told;
}

function orderLines({ orders, atRest, states, reasons, ordered, captured, refunded, owed }: OrdersReport): string[] {
  const counts = (all: Readonly<Record<string, number>>): string =>
    Object.entries(all)
      .sort(([, left], [, right]) => right - left)
      .map(([name, count]) => `${name} ${number(count)}`)
      .join(', ');
  const told = [`  ${number(atRest)} of ${number(orders)} orders at rest: ${counts(states)}`];
  if (Object.keys(reasons).length > 0) told.push(`  rejected for: ${counts(reasons)}`);
  told.push(`  ordered ${sums(ordered)}; captured ${sums(captured)}; refunded ${sums(refunded)}`);
  for (const { orderId, status, owes } of owed) {
    told.push(`  ${orderId} is ${status}: ${owes.map(({ by, step }) => `${by} owes: ${step}`).join('; ')}`);
  }
  if (orders - atRest > owed.length) told.push(`  and ${number(orders - atRest - owed.length)} more`);
  return told;
}

/** Each currency by itself. */
function sums(all: Sums): string {
  const told = Object.entries(all).map(([currency, amount]) => money(amount, currency));
  return told.length === 0 ? 'nothing' : told.join(' + ');
}

/** Minor units as people read them. */
export function money(amount: number, currency: string): string {
  const digits = new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions()
    .maximumFractionDigits;
  return `${(amount / 10 ** (digits ?? 2)).toLocaleString('en-US', { minimumFractionDigits: digits })} ${currency}`;
}
