import { median } from '../measure.ts';
import { percentile } from './load.ts';
import type { Measured, Side } from './side.ts';

/** One round: what became of the orders, how fast, and at what cost. */
export function tell(
  title: string,
  { orders, latencies, rate, left, cpu, transactions, took, restAfter }: Measured,
): void {
  const each = Object.entries(cpu).map(([name, used]) => `${name} ${((used * 1_000) / orders).toFixed(2)}`);
  const total = Object.values(cpu).reduce((sum, used) => sum + used, 0);
  const unfinished = Object.keys(left).length > 0 ? `, NOT at their end: ${JSON.stringify(left)}` : '';
  const rest = restAfter === null ? 'NOT at rest a minute later' : `all at rest ${restAfter.toFixed(0)} s later`;
  const most = [...transactions.byProcessor].sort(([, a], [, b]) => b - a).map(([name, n]) => `${name} ${perOrder(n)}`);
  function perOrder(count: number): string {
    return (count / orders).toFixed(2);
  }
  write([
    `\n${title}: ${orders} orders, ended at ${rate.toFixed(0)}/s${unfinished}; ${rest}`,
    `  to CONFIRMED: ${shares.map(share => `p${share * 100} ${Math.round(percentile(latencies, share))} ms`).join(', ')}`,
    `  CPU ms an order: ${((total * 1_000) / orders).toFixed(2)} (${each.join(', ')})`,
    `  transactions: ${Math.round(transactions.count / took)}/s, ${perOrder(transactions.count)} an order (${most.join(', ')})`,
  ]);
}

const shares = [0.5, 0.95, 0.99];

/** What its orders have left behind. */
export async function tellSizes({ name, orders: count, states, written, memory }: Side): Promise<void> {
  const orders = count();
  const sizes = states();
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const each = sizes.map(({ processor, bytes }) => `${processor} ${Math.round(bytes / orders)}`);
  const kinds = (await written()).map(({ kind, records, bytes }) => {
    return `${kind} ${(records / orders).toFixed(1)} of ${Math.round(bytes / records)} B`;
  });
  write([
    `\n${name}: after ${orders.toLocaleString('en-US')} orders`,
    `  memory: ${memory()
      .map(bytes => `${Math.round(bytes / 2 ** 20)} MiB`)
      .join(', ')}`,
    `  records an order: ${kinds.join(', ')}`,
    `  states on disk, B an order: ${Math.round(total / orders)} (${each.join(', ')})`,
  ]);
}

/** The medians of one kind of round, side by side; the last column is the ratio to the first side. */
export function tellRatios(title: string, rounds: ReadonlyMap<string, readonly Measured[]>): void {
  const rows = [...rounds].map(([name, list]) => ({
    name,
    values: shares.map(share => median(list.map(({ latencies }) => percentile(latencies, share)))),
    range: list.map(({ latencies }) => Math.round(percentile(latencies, 0.5))).sort((a, b) => a - b),
  }));
  const first = rows[0]?.values ?? [];
  write([
    `\n${title}: medians of ${[...rounds.values()][0]?.length} rounds in turn`,
    ...rows.map(({ name, values, range }) => {
      const texts = values.map((value, n) => {
        const ratio = (value / (first[n] as number)).toFixed(2);
        return `p${(shares[n] as number) * 100} ${Math.round(value)} ms (${ratio})`;
      });
      return `  ${name.padEnd(10)} ${texts.join(', ')}; p50 from ${range[0]} to ${range.at(-1)} ms`;
    }),
  ]);
}

const write = (lines: readonly string[]): boolean => process.stdout.write(`${lines.join('\n')}\n`);
