import { projections } from '../../projections/catalogue.ts';
import { projectorPositions } from '../../runtime/projector/positions.ts';
import { realClock } from '../../runtime/tasks/engine.ts';
import { processorReaders, type TopicReader, trimmer } from '../../runtime/tasks/trim.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { topics } from '../../schemas/topics.ts';
import { processors } from '../../streams/topology.ts';
import type { Shop } from './program.ts';

const INTERVAL_MS = 600_000;

/** Deletes requests that all have read and that are old enough, now and then, until the resources are closed. */
export function startTrimming({ ground, settings, logger, resources }: Shop): void {
  const { prefix, requestRetention } = settings;
  const { log, sql } = ground;
  const byProcessors = processorReaders({ log, prefix }, processors);
  const projected = new Set(projections.flatMap(({ topics: read }) => read).map(name => topicName(prefix, name)));
  const readers = async (topic: string): Promise<TopicReader[]> => {
    const known = await byProcessors(topic);
    if (!projected.has(topic)) return known;
    // Without any position nothing is trimmed: the projector has yet to begin.
    const positions = (await projectorPositions(sql, prefix)) ?? [];
    return [...known, { name: 'projections', positions }];
  };
  const trimming = trimmer({
    log,
    clock: realClock,
    topics: topics.filter(({ kind }) => kind === 'requests').map(({ name }) => topicName(prefix, name)),
    readers,
    age: requestRetention,
    interval: INTERVAL_MS,
    logger: logger.child({ part: 'trimming' }),
  });
  resources.add('the trimming', () => trimming.stop());
}
