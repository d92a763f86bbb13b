import { describe, expect, it } from 'vitest';
import { reportText } from './report.ts';
import { runChaos } from './run.ts';

const minutes = 60_000;

describe('the shop on a real broker, while everything around it fails', () => {
  it(
    'given kill -9, SIGSTOP, joining, leaving, a killed broker and lost answers, then the books are right afterwards',
    async () => {
      // As many as it takes for each of these faults; `npm run chaos` places more, for longer.
      const options = { orders: 1_450, rate: 30, workers: 3, seed: 4, keep: false, json: false };
      const told: string[] = [];
      const report = await runChaos(options, line => told.push(line), AbortSignal.timeout(12 * minutes));
      expect(report.held, [...told, reportText(report)].join('\n')).toBe(true);
      expect(report.verified.ends.DELIVERED).toBeGreaterThan(950);
      expect(report.verified.customers.erased).toBeGreaterThan(3);
      expect(report.verified.mails.sent).toBeGreaterThan(3_200);
    },
    15 * minutes,
  );
});
