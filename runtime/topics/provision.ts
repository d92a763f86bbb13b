import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import { LogError } from '../log/errors.ts';
import type { LogAdmin, TopicDescription } from '../log/port.ts';
import { findTopicDrift, type TopicDrift } from './drift.ts';
import type { TopicSpec } from './spec.ts';

/** How long a new topic may stay unknown to the broker that is asked (metadata spreads after the answer), ms. */
const spreading = 10_000;

/**
 * Creates the topics that are missing, and reports how those that exist differ from what they should be. What exists
 * is never changed.
 *
 * @throws LP_TOPICS_NOT_CREATED where the broker refuses; LogError where it cannot be reached.
 */
export async function provisionTopics(
  admin: LogAdmin,
  wanted: readonly TopicSpec[],
  options: { readonly spreading?: number } = {},
): Promise<{ created: string[]; drift: TopicDrift[] }> {
  const created = await create(admin, wanted);
  const found = await describeAll(admin, wanted, options.spreading ?? spreading);
  const drift = wanted.flatMap((spec, at) => findTopicDrift(spec, found[at] as TopicDescription));
  return { created, drift };
}

async function create(admin: LogAdmin, wanted: readonly TopicSpec[]): Promise<string[]> {
  try {
    return await admin.createTopics(wanted);
  } catch (error) {
    if (!(error instanceof LogError) || error.kind !== 'fatal') throw error;
    throw new LongplayError('LP_TOPICS_NOT_CREATED', error.message, { cause: error });
  }
}

/** Also those just created: a managed cluster may have made of them what it likes. */
async function describeAll(
  admin: LogAdmin,
  wanted: readonly TopicSpec[],
  patience: number,
): Promise<TopicDescription[]> {
  const names = wanted.map(({ name }) => name);
  const end = Date.now() + patience;
  for (;;) {
    const byName = new Map((await admin.describeTopics(names)).map(topic => [topic.name, topic]));
    const missing = names.filter(name => !byName.has(name));
    if (missing.length === 0) return names.map(name => byName.get(name) as TopicDescription);
    if (Date.now() >= end) {
      const message = `After ${patience} ms the broker still does not know ${missing.join(', ')}.`;
      throw new LongplayError('LP_TOPICS_NOT_CREATED', message);
    }
    await sleep(100);
  }
}
