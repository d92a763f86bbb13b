import { cpus, loadavg } from 'node:os';
import type { Quantiles } from '../../cli/load/numbers.ts';
import type { ChaosOptions } from './options.ts';
import type { Findings } from './verify/findings.ts';
import type { Verified } from './verify/verify.ts';

export type Report = {
  readonly held: boolean;
  readonly options: Omit<ChaosOptions, 'keep' | 'json'>;
  readonly home: string | null;
  readonly faults: readonly string[];
  readonly placed: number;
  /** Seconds in which they were placed, and then until all were at rest. */
  readonly placedIn: number;
  readonly settledIn: number;
  /** Orders a second, from the first one to the rest of the last. */
  readonly ordersPerSecond: number;
  /** ms from the request to CONFIRMED as read by a client, faults and all. */
  readonly confirmed: Quantiles;
  readonly longestStallMs: number;
  readonly joins: number;
  readonly takeovers: number;
  readonly sendFailures: number;
  readonly alarms: Readonly<Record<string, number>>;
  readonly verified: Verified;
  readonly problems: Readonly<Record<string, { readonly count: number; readonly first: readonly string[] }>>;
  readonly story: readonly string[];
  /** Of the machine, over the last minute, and its processors. */
  readonly load: string;
};

export const problemsOf = ({ kinds }: Findings): Report['problems'] => Object.fromEntries(kinds);

export const machineLoad = (): string => `${loadavg()[0]?.toFixed(1)} on ${cpus().length} CPUs`;

export function reportText(report: Report): string {
  const { verified, confirmed, options } = report;
  const counts = (of: Readonly<Record<string, number>>) =>
    Object.entries(of)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  return [
    '',
    `seed ${options.seed}: ${report.placed} orders at ${options.rate}/s to ${options.workers} workers; load ${report.load}`,
    `faults      ${report.faults.length}`,
    `ends        ${counts(verified.ends)}`,
    `read        ${verified.records} facts of ${verified.keys} keys`,
    `provider    ${counts(verified.provider)}`,
    `mails       ${verified.mails.sent} sent, ${verified.mails.received} received; came again: ${counts(verified.mails.doubled)}`,
    `customers   ${counts(verified.customers)}; orders of the erased: ${counts(verified.ofErased)}`,
    `speed       placed in ${report.placedIn.toFixed(1)} s, at rest ${report.settledIn.toFixed(1)} s later: ${report.ordersPerSecond.toFixed(1)} orders/s in all`,
    `confirmed   ${confirmed.count}: p50 ${confirmed.p50} ms, p95 ${confirmed.p95} ms, p99 ${confirmed.p99} ms`,
    `stalls      no partition of the orders stood for longer than ${(report.longestStallMs / 1_000).toFixed(1)} s`,
    `groups      ${report.joins} joins, ${report.takeovers} takeovers after a failure; ${report.sendFailures} sends repeated`,
    `alarms      ${counts(report.alarms)}`,
    ...Object.entries(report.problems).flatMap(([kind, { count, first }]) => [
      `${kind}: ${count} did not hold`,
      ...first.map(one => `  ${one}`),
    ]),
    ...(report.story.length === 0 ? [] : ['the story of one of them:', ...report.story.map(line => `  ${line}`)]),
    ...(report.home === null ? [] : [`data and logs are in ${report.home}`]),
    report.held ? 'everything held' : 'it did NOT hold',
    '',
  ].join('\n');
}
