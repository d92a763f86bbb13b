import type { Log } from '../log/port.ts';
import { topicName } from '../topics/spec.ts';
import type { Projection } from './definition.ts';
import { type Control, generationsOf } from './generations.ts';
import { storedPositions } from './positions.ts';
import type { Sight } from './stillness.ts';

/** Every generation that readers ask, beside what the log has. Those of a paused projection are meant to stand. */
export async function sightsOf(
  { sql, control }: Control,
  log: Pick<Log, 'admin'>,
  prefix: string,
  projections: readonly Projection[],
): Promise<Sight[]> {
  const paused = await sql<{ projection: string }[]>`select projection from ${sql(control)}.paused`;
  const fed = (await generationsOf({ sql, control })).filter(
    ({ state, projection: name }) => state === 'live' && !paused.some(({ projection }) => projection === name),
  );
  const positions = await Promise.all(fed.map(one => storedPositions(sql, control, one.projection, null, one.number)));
  const names = [...new Set(projections.flatMap(({ topics }) => topics))].map(name => topicName(prefix, name));
  const offsets = (await Promise.all(names.map(name => log.admin.offsets(name)))).flat();
  return fed.flatMap(({ projection, number: generation }, n) =>
    (positions[n] ?? []).flatMap(({ topic, partition, offset: position }) => {
      const now = offsets.find(one => one.topic === topic && one.partition === partition);
      if (now === undefined) return [];
      return [{ projection, generation, topic, partition, position, end: now.end, highWatermark: now.highWatermark }];
    }),
  );
}
