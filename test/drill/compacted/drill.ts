import { setTimeout as sleep } from 'node:timers/promises';
import { wireOf } from '../../../bench/rebuild/orders.ts';
import { orders } from '../../../projections/orders/projection.ts';
import type { Log } from '../../../runtime/log/port.ts';
import type { Sql } from '../../../runtime/postgres/connect.ts';
import { viewsSchema } from '../../../runtime/projector/names.ts';
import { dropGenerations, pauseProjection, resumeProjection } from '../../../runtime/projector/pause.ts';
import { askFor, findOperation, type Operation } from '../../../runtime/projector/rebuild/operations.ts';
import { progressOf, sumOf } from '../../../runtime/projector/rebuild/progress.ts';
import { compareWithFold } from '../fold.ts';
import { settings, writeCompacted } from './history.ts';
import type { CompactedReport, Rebuilt } from './report.ts';

export type CompactedOptions = {
  readonly brokers: readonly string[];
  readonly log: Log;
  readonly sql: Sql;
  readonly prefix: string;
  readonly events: number;
  readonly keys: number;
  /** Starts a projector of orders, and nothing else. */
  readonly startProjector: () => Promise<{ stop(): Promise<void>; peakMb(): number | null }>;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

const PARTITIONS = 3;

/** Rebuilds a topic that was really compacted twice: from nothing, and beside a live generation, with its proof. */
export async function drillCompacted(options: CompactedOptions): Promise<CompactedReport> {
  const { brokers, log, sql, prefix, events, keys, say } = options;
  const topic = `${prefix}.orders`;
  const where = { sql, control: viewsSchema(prefix) };
  await log.admin.createTopics([{ name: topic, partitions: PARTITIONS, replication: 1, config: settings }]);
  const projector = await options.startProjector();
  try {
    // Record by record the live generation would take the history in slowly.
    await pauseProjection(where, 'orders', 'drill');
    say(`writing ${events} facts of ${keys} orders`);
    const written = await writeCompacted(brokers, log, topic, { events, keys });
    say(`${written.offsets} offsets; the cleaner was through ${written.cleanedIn} s after the last fact`);
    const first = await rebuilt(options, { accept: 'drill' });
    say(`from nothing: ${first.seconds} s`);
    // The empty one before it would take in the history meanwhile.
    await dropGenerations(where, 'orders');
    await resumeProjection(where, 'orders');
    const second = await rebuilt(options, {});
    say(`beside a live one, and proved: ${second.seconds} s`);
    const folded = await compareWithFold({ log, sql, prefix, wire: wireOf() }, orders as never);
    const expected = keys - Math.floor(keys / 100);
    const problems = [
      ...[first, second].flatMap(({ state, percent, records, total }) => [
        ...(state === 'done' ? [] : [`A rebuild ended as ${state}.`]),
        ...(percent === 100 && records === total ? [] : [`Progress ended at ${percent} %, ${records} of ${total}.`]),
        ...(records === folded.records ? [] : [`${records} records were counted, and there are ${folded.records}.`]),
      ]),
      ...(second.differences === 0 ? [] : [`The proof found ${second.differences} differences.`]),
      ...(folded.rows === expected ? [] : [`There are ${folded.rows} rows, and not ${expected}.`]),
      ...(folded.records < events ? [] : ['The cleaner has taken nothing.']),
      ...folded.first,
    ];
    const held = problems.length === 0 && folded.differences === 0;
    return { held, events, keys, ...written, folded, first, second, peakMb: projector.peakMb(), problems };
  } finally {
    await projector.stop();
  }
}

async function rebuilt(
  { sql, prefix, signal }: CompactedOptions,
  options: { readonly accept?: string },
): Promise<Rebuilt> {
  const where = { sql, control: viewsSchema(prefix) };
  const began = performance.now();
  const { id } = await askFor(where, 'orders', 'rebuild', options);
  for (;;) {
    signal.throwIfAborted();
    const operation = (await findOperation(where, id)) as Operation;
    if (operation.finishedAt !== null) {
      const seconds = Math.round((performance.now() - began) / 100) / 10;
      const { records, total, share } = sumOf(await progressOf(where, id));
      const state = operation.error === null ? operation.state : `${operation.state}: ${operation.error.message}`;
      const differences = operation.report?.proof?.differences ?? null;
      return { state, seconds, records, total, percent: share * 100, differences };
    }
    await sleep(100);
  }
}
