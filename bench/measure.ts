/** One thing to be measured: does some work once and answers how much it did (records, transactions …). */
export type Contender = { readonly name: string; readonly work: () => Promise<number> };
export type Measured = { readonly name: string; readonly rates: readonly number[]; readonly median: number };

/**
 * Runs the contenders in turn, A B C A B C …, so that a machine whose speed drifts treats them alike; the first round
 * warms up and is not counted. Rates are per second.
 */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<Measured[]> {
  const rates = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { name, work } of contenders) {
      const start = performance.now();
      const amount = await work();
      const rate = (amount * 1_000) / (performance.now() - start);
      if (round > 0) rates.get(name)?.push(rate);
    }
  }
  return contenders.map(({ name }) => {
    const list = rates.get(name) as number[];
    return { name, rates: list, median: median(list) };
  });
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Prints a table: median rate, range, and the ratio of the medians to the first contender's. */
export function report(title: string, unit: string, measured: readonly Measured[]): void {
  const peer = measured[0]?.median ?? 1;
  const rows = measured.map(({ name, rates, median: middle }) => [
    name,
    format(middle),
    `${format(Math.min(...rates))} – ${format(Math.max(...rates))}`,
    (middle / peer).toFixed(2),
  ]);
  const table = [['', `${unit}/s`, 'range', 'ratio'], ...rows];
  const widths = [0, 1, 2, 3].map(column => Math.max(...table.map(row => (row[column] as string).length)));
  const lines = table.map(row =>
    row.map((cell, n) => (n === 0 ? cell.padEnd(widths[n] as number) : cell.padStart(widths[n] as number))).join('  '),
  );
  process.stdout.write(`\n${title}\n${lines.join('\n')}\n`);
}

const format = (value: number): string => Math.round(value).toLocaleString('en-US');
