import type { LogRecord, TopicPartition } from '../../log/port.ts';
import { apply, columnsOf } from '../apply.ts';
import { projectRecords } from '../changes.ts';
import { storedIn } from '../definition.ts';
import { poisonOf } from '../parked/poison.ts';
import { countTotals } from '../totals.ts';
import type { Filled, RebuildOptions } from './context.ts';
import { readUp } from './follow.ts';
import { knownOf, type Place, placesOf, recordsOf } from './heal-places.ts';
import { type Held, holding, type Inside, idOf, positionsOf } from './hold.ts';
import type { Report } from './report.ts';

type Options = Pick<RebuildOptions, 'sql' | 'control' | 'prefix' | 'log'>;

/**
 * Makes the rows of one key anew, from all that the log has of it up to where the generation has read, also where what
 * stands there claims a later version. Its cases are closed by it, or counted on. Everything is read before anybody is held,
 * but for the last few records. The totals of its partition are counted under the hold, which takes seconds where it has
 * some 100,000 keys.
 */
export async function heal(options: Options, filled: Filled, key: string, signal: AbortSignal): Promise<Report> {
  const { projection } = filled.code;
  const places = await placesOf(options, projection, key);
  const read = new Map<string, bigint>();
  const readOn = async (place: Place, until: bigint, within = signal): Promise<void> => {
    const from = read.get(idOf(place)) ?? place.start;
    if (from >= until) return;
    place.records.push(...(await recordsOf(options, place, key, from, until, within)));
    read.set(idOf(place), until);
  };
  await Promise.all(places.map(place => readOn(place, place.end)));
  const placeOf = (id: string) => places.find(one => idOf(one) === id);
  await readUp({ ...options, signal }, filled, read, async position => {
    const place = placeOf(idOf(position));
    if (place !== undefined) await readOn(place, position.offset);
  });
  return await holding({ ...options, signal }, projection.name, async ({ session }, inside) => {
    const positions = await positionsOf(inside, filled);
    const found = [];
    for (const place of places) {
      const position = positions.get(idOf(place));
      if (position === undefined) continue;
      await readOn(place, position.offset, inside.signal);
      found.push({ position, records: place.records.filter(one => one.offset < position.offset) });
    }
    const known = knownOf(projection.name, key, places, found);
    let rows = 0;
    for (const one of known) rows += await replace({ ...inside, session }, filled, one.records, key, one.position);
    const records = known.reduce((sum, one) => sum + one.records.length, 0);
    return { healed: { key, records, rows } };
  });
}

async function replace(
  { sql, control, holder, session }: Options & Inside & Pick<Held, 'session'>,
  { generation, code }: Filled,
  records: readonly LogRecord[],
  key: string,
  { topic, partition, offset, epoch }: TopicPartition & { readonly offset: bigint; readonly epoch: number },
): Promise<number> {
  const { projection, reader } = code;
  await reader.prepare(records.map(one => one.value));
  const { changes } = projectRecords(projection, reader, records);
  const columns = await columnsOf(sql, generation.schema, storedIn(projection).table);
  const { schema, number } = generation;
  const target = { sql, control, schema, generation: number, projection, columns, holder };
  // As if a tombstone had come before them: what stands there counts for nothing.
  const all = { ...changes, deleted: [key] };
  await apply(target, all, { topic, partition, from: offset, to: offset, epoch, records: 0, repair: true });
  // Also where somebody has changed what its key had added, or a total.
  if (projection.kind === 'aggregate') await session.query(countTotals({ schema, projection }, partition));
  const [still] = changes.parked ?? [];
  if (still !== undefined) throw poisonOf(projection.name, still);
  return changes.rows.length;
}
