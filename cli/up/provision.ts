import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { registerSchemas, valueSubject } from '../../runtime/registry/register.ts';
import { describeDrift } from '../../runtime/topics/drift.ts';
import { provisionTopics } from '../../runtime/topics/provision.ts';
import { topicName, topicSpecs } from '../../runtime/topics/spec.ts';
import { schemaText } from '../../schemas/load.ts';
import { topicSettings } from '../../schemas/settings.ts';
import { topics } from '../../schemas/topics.ts';
import type { Servers } from '../connect/servers.ts';
import { refuseBreakingSchemas } from '../schemas/guard.ts';

/**
 * Refuses schemas that would break a reader, before anything is created. Then creates the topics that are missing and
 * registers the schemas. What exists and differs is reported and left as it is; a partition count that differs ends the
 * start, since records would go where nobody looks for them. Answers the schemas' ids, by subject.
 */
export async function provision(
  ground: Pick<Servers, 'log' | 'registry'>,
  settings: Settings,
  logger: Logger,
): Promise<ReadonlyMap<string, number>> {
  await refuseBreakingSchemas(ground.registry, settings.prefix);
  // Neither needs the other; both are waited for, so that nothing is under way when one has failed.
  const schemas = provideSchemas(ground, settings, logger);
  const outcomes = await Promise.allSettled([provideTopics(ground, settings, logger), schemas]);
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return schemas;
}

async function provideTopics({ log }: Pick<Servers, 'log'>, settings: Settings, logger: Logger): Promise<void> {
  const catalogue = topics.map(topic => ({ name: topic.name, settings: topicSettings(topic) }));
  const { created, drift } = await provisionTopics(log.admin, topicSpecs(catalogue, settings));
  const [first, ...others] = drift.filter(({ what }) => what === 'partitions');
  if (first !== undefined) {
    const more = others.length === 0 ? '' : `, and so for ${others.length} further topics`;
    const message = `${describeDrift(first)}${more}.`;
    throw new LongplayError('LP_TOPICS_PARTITIONS_DIFFER', message, { remedy: first.remedy });
  }
  for (const one of drift) logger.warn({ topic: one.topic, remedy: one.remedy }, describeDrift(one));
  logger.info({ topics: topics.length, created: created.length }, 'topics are in place');
}

async function provideSchemas(
  { registry }: Pick<Servers, 'registry'>,
  settings: Settings,
  logger: Logger,
): Promise<ReadonlyMap<string, number>> {
  const wanted = topics.map(topic => ({
    subject: valueSubject(topicName(settings.prefix, topic.name)),
    schema: schemaText(topic),
    level: topic.compatibility,
  }));
  const { ids, levelDrift } = await registerSchemas(registry, wanted);
  for (const { subject, expected, found, remedy } of levelDrift) {
    logger.warn({ subject, remedy }, `${subject} stands at ${found}, not at ${expected}`);
  }
  logger.info({ subjects: ids.size }, 'schemas are registered');
  return ids;
}
