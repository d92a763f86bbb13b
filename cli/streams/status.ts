import type { Settings } from '../../runtime/config/settings.ts';
import { type InputLag, processorLag } from '../../runtime/tasks/lag.ts';
import { processors } from '../../streams/topology.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';

type Reading = { readonly processor: string; readonly inputs: readonly InputLag[] };

/** Prints how far each processor has read. The answer is no where something is still to be read. */
export async function streamsStatus(
  settings: Settings,
  { json }: { readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  try {
    const all = await Promise.all(
      processors.map(async one => ({ processor: one.name, inputs: await processorLag(connection, one) })),
    );
    context.stdout.write(json ? `${JSON.stringify(all, plain, 2)}\n` : statusText(all));
    return all.some(({ inputs }) => inputs.some(({ lag }) => lag > 0n)) ? exitCodes.no : exitCodes.done;
  } finally {
    await connection.close();
  }
}

const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? Number(value) : value);

/** A row for each processor and input; partitions are in it where they differ from being read to the end. */
export function statusText(all: readonly Reading[]): string {
  const rows = all.flatMap(({ processor, inputs }) =>
    [...Map.groupBy(inputs, ({ topic }) => topic)].map(([topic, partitions]) => {
      const lag = partitions.reduce((sum, one) => sum + one.lag, 0n);
      const behind = partitions.filter(one => one.lag > 0n).map(one => `${one.partition}: ${placeOf(one)}`);
      return [processor, topic, String(lag), behind.join(', ')] as const;
    }),
  );
  const table = [['PROCESSOR', 'INPUT', 'LAG', 'BEHIND IN'] as const, ...rows];
  const width = (column: 0 | 1 | 2) => Math.max(...table.map(row => row[column].length));
  const [first, second, third] = [width(0), width(1), width(2)];
  return table
    .map(row => `${row[0].padEnd(first)}  ${row[1].padEnd(second)}  ${row[2].padStart(third)}  ${row[3]}`.trimEnd())
    .join('\n')
    .concat('\n');
}

const placeOf = ({ position, end }: InputLag): string => `${position ?? 'not begun'} of ${end}`;
