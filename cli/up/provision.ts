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
import type { Ground } from './ground.ts';

/**
 * Creates the topics that are missing and registers the schemas. What exists and differs is reported and left as it
 * is; a partition count that differs ends the start, since records would go where nobody looks for them.
 */
export async function provision({ log, registry }: Ground, settings: Settings, logger: Logger): Promise<void> {
  const catalogue = topics.map(topic => ({ name: topic.name, settings: topicSettings(topic) }));
  const { created, drift } = await provisionTopics(log.admin, topicSpecs(catalogue, settings));
  const wrong = drift.filter(({ what }) => what === 'partitions');
  if (wrong.length > 0) {
    const remedy = wrong[0]?.remedy;
    throw new LongplayError('LP_TOPICS_PARTITIONS_DIFFER', `${wrong.map(describeDrift).join('; ')}.`, {
      ...(remedy !== undefined && { remedy }),
    });
  }
  for (const one of drift) logger.warn({ topic: one.topic, remedy: one.remedy }, describeDrift(one));

  const { levelDrift } = await registerSchemas(
    registry,
    topics.map(topic => ({
      subject: valueSubject(topicName(settings.prefix, topic.name)),
      schema: schemaText(topic),
      level: topic.compatibility,
    })),
  );
  for (const { subject, expected, found, remedy } of levelDrift) {
    logger.warn({ subject, remedy }, `${subject} stands at ${found}, not at ${expected}`);
  }
  logger.info({ topics: topics.length, created: created.length }, 'topics and schemas are in place');
}
