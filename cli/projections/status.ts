import { setTimeout as sleep } from 'node:timers/promises';
import { projections } from '../../projections/catalogue.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { loadCodes } from '../../runtime/projector/code.ts';
import { percentOf } from '../../runtime/projector/filling.ts';
import { type ProjectionStatus, projectionStatus } from '../../runtime/projector/status.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';
import { tableText } from '../plain-text.ts';

/** Between two looks, of which the rate is made, ms. */
const RATE_OVER_MS = 1_000;

export type Reading = ProjectionStatus & {
  /** Records that the live generation takes in, a second. */
  readonly rate: number;
  /** Whether the live generation was built by today's code; null: not recorded. */
  readonly todaysCode: boolean | null;
};

/** Prints how every projection stands. The answer is no where one stands still or has drifted. */
export async function projectionsStatus(
  settings: Settings,
  { json }: { readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  try {
    const before = await projectionStatus(connection, projections);
    const began = performance.now();
    const [codes] = await Promise.all([loadCodes(projections, connection.wire), sleep(RATE_OVER_MS)]);
    const after = await projectionStatus(connection, projections);
    const seconds = (performance.now() - began) / 1_000;
    const all = after.map((one, n): Reading => {
      const fingerprint = one.generations.find(({ state }) => state === 'live')?.fingerprint ?? null;
      return {
        ...one,
        rate: Math.max(0, Math.round((appliedIn(one) - appliedIn(before[n])) / seconds)),
        todaysCode: fingerprint === null ? null : fingerprint === codes.bundles.get(one.name)?.fingerprint,
      };
    });
    context.stdout.write(json ? `${JSON.stringify({ projections: all }, plain, 2)}\n` : statusText(all));
    return all.every((one, n) => isWell(one, before[n])) ? exitCodes.done : exitCodes.no;
  } finally {
    await connection.close();
  }
}

const appliedIn = (one: ProjectionStatus | undefined): number =>
  one?.partitions.reduce((sum, { applied }) => sum + Number(applied), 0) ?? 0;

/** What a projection may be behind, under load or while it starts, before standing still counts, s. */
const BEHIND_S = 5;

/** Under load a record is always under way: what counts is whether the position moves. */
export function isWell(
  { partitions, drift, filling, parked }: ProjectionStatus,
  before: ProjectionStatus | undefined,
): boolean {
  const stands = ({ topic, partition, position, lag, lagSeconds, error }: ProjectionStatus['partitions'][number]) => {
    if (error !== null) return true;
    const earlier = before?.partitions.find(one => one.topic === topic && one.partition === partition);
    return lag > 0n && earlier?.position === position && (lagSeconds === null || lagSeconds >= BEHIND_S);
  };
  return filling === null && parked.length === 0 && !partitions.some(stands) && (drift?.differences ?? 0) === 0;
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

/** A row for each projection; below it what is not as it should be. */
export function statusText(all: readonly Reading[]): string {
  const header = ['PROJECTION', 'LIVE', 'LAG', 'SECONDS', 'RATE/S', 'OTHERS', 'CODE', 'DRIFT'];
  const [head, ...lines] = tableText(header, all.map(cellsOf), new Set([1, 2, 3, 4])).split('\n');
  return `${[head, ...all.flatMap((one, n) => [lines[n], ...notesOf(one)])].join('\n')}\n`;
}

function cellsOf({ name, generations, partitions, rate, todaysCode, drift }: Reading): string[] {
  const live = generations.find(({ state }) => state === 'live');
  const lag = partitions.reduce((sum, one) => sum + one.lag, 0n);
  const ages = partitions.map(({ lagSeconds }) => lagSeconds ?? 0);
  const others = generations
    .filter(({ state }) => state !== 'live')
    .map(one => `${one.number} ${one.state}${one.error === null ? '' : ', stands still'}`);
  return [
    name,
    live === undefined ? '-' : String(live.number),
    number(Number(lag)),
    Math.max(0, ...ages).toFixed(1),
    number(rate),
    others.join(', ') || '-',
    todaysCode === null ? 'unknown' : todaysCode ? 'today’s' : 'other',
    drift === null
      ? '-'
      : drift.differences === 0
        ? `none, ${ageText(drift.lookedAt)} ago`
        : `${drift.differences} rows`,
  ];
}

function notesOf({ name, paused, partitions, filling, parked, operation, todaysCode }: Reading): string[] {
  const behind = partitions.filter(({ lag, error }) => lag > 0n || error !== null);
  return [
    ...(paused === null
      ? []
      : [`  paused since ${paused.at.toISOString()}${paused.reason === null ? '' : `: ${paused.reason}`}`]),
    ...(filling === null ? [] : [`  filling: ${percentOf(filling)} %; readers see it once it is filled`]),
    ...behind.map(
      ({ topic, partition, position, end, error }) =>
        `  ${topic}[${partition}]: ${position} of ${end}${error === null ? '' : `: ${error}`}`,
    ),
    ...parked.map(
      ({ generation, count, oldest, error }) =>
        `  generation ${generation}: ${number(count)} records could not be projected, the first ${ageText(oldest)} ago; ${error.code}: ${error.message}`,
    ),
    ...(operation !== null && operation.finishedAt === null
      ? [`  ${operation.kind} ${operation.id}: ${operation.state}`]
      : []),
    ...(operation?.state === 'failed'
      ? [`  ${operation.kind} ${operation.id} failed: ${operation.error?.message}`]
      : []),
    ...(todaysCode === false ? [`  built by other code than today’s: longplay projections rebuild ${name}`] : []),
  ];
}

function ageText(at: Date): string {
  const seconds = Math.max(0, Math.round((Date.now() - at.getTime()) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}
