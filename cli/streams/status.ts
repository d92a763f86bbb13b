import type { Settings } from '../../runtime/config/settings.ts';
import { isHalted } from '../../runtime/hospital/standing.ts';
import { openCaseBook } from '../../runtime/hospital/treatment/case-book.ts';
import { type InputLag, processorLag } from '../../runtime/tasks/lag.ts';
import { isPassing } from '../../runtime/tasks/scope.ts';
import { processors } from '../../streams/topology.ts';
import { type Connection, openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { jsonOf } from '../hospital/json.ts';
import { tableText } from '../plain-text.ts';
import { type StandingOf, standingOf, standingText } from './standing.ts';

export type Reading = {
  readonly processor: string;
  readonly inputs: readonly InputLag[];
  /** What stands still and what waits; null: nobody could be asked. */
  readonly hospital: StandingOf | null;
};

/** Prints how far each processor has read, and what holds it up. The answer is no where something is to be read, or stands. */
export async function streamsStatus(
  settings: Settings,
  { json }: { readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  try {
    const hospitals = await hospitalsOf(connection, context);
    const all = await Promise.all(
      processors.map(
        async (one): Promise<Reading> => ({
          processor: one.name,
          inputs: await processorLag(connection, one),
          hospital: hospitals?.get(one.name) ?? null,
        }),
      ),
    );
    context.stdout.write(json ? jsonOf(all) : statusText(all));
    return all.every(isWell) ? exitCodes.done : exitCodes.no;
  } finally {
    await connection.close();
  }
}

const isWell = ({ inputs, hospital }: Reading): boolean =>
  inputs.every(({ lag }) => lag === 0n) && !hospital?.tasks.some(isHalted);

/** While the registry is away nobody can read cases, but how far all have read can be told. */
async function hospitalsOf(
  connection: Connection,
  { stderr }: CliContext,
): Promise<ReadonlyMap<string, StandingOf> | null> {
  const names = processors.map(({ name }) => name);
  try {
    const book = await openCaseBook(connection, names);
    return new Map(names.map(name => [name, standingOf(name, book)]));
  } catch (error) {
    if (!isPassing(error)) throw error;
    stderr.write(`What waits in the hospital cannot be told now: ${(error as Error).message}\n`);
    return null;
  }
}

/** A row for each processor and input; partitions are in it where they differ from being read to the end. */
export function statusText(all: readonly Reading[]): string {
  const rows = all.flatMap(({ processor, inputs }) =>
    [...Map.groupBy(inputs, ({ topic }) => topic)].map(([topic, partitions]) => {
      const lag = partitions.reduce((sum, one) => sum + one.lag, 0n);
      const behind = partitions.filter(one => one.lag > 0n).map(one => `${one.partition}: ${placeOf(one)}`);
      return [processor, topic, String(lag), behind.join(', ')];
    }),
  );
  const table = tableText(['PROCESSOR', 'INPUT', 'LAG', 'BEHIND IN'], rows, new Set([2]));
  const notes = all.map(({ processor, hospital }) => (hospital === null ? '' : standingText(processor, hospital)));
  return table + notes.join('');
}

const placeOf = ({ position, end }: InputLag): string => `${position ?? 'not begun'} of ${end}`;
