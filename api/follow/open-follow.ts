import type { FastifyInstance } from 'fastify';
import { LongplayError } from '../../runtime/errors.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { topics } from '../../schemas/topics.ts';
import type { Follow, FollowDependencies } from './context.ts';
import { boundedReads } from './reads.ts';
import { registeredSchemas } from './registered.ts';
import { recordShower, type ShowRecords } from './shown-record.ts';
import { eventStreams } from './sse.ts';
import { topicTails } from './tail.ts';

type Options = FollowDependencies & {
  readonly prefix: string;
  readonly vault: Vault;
};

/** Ties all that follows the log to the life of the app. */
export function openFollow(app: FastifyInstance, options: Options): Follow {
  const {
    log,
    wire,
    prefix,
    vault,
    registry = null,
    topology = null,
    readers = null,
    streams = {},
    restAfter = 10_000,
  } = options;
  const tails = topicTails({ log, prefix, logger: app.log as unknown as Pick<Logger, 'warn'> });
  const shower = new Map<string, ShowRecords>();
  app.addHook('onClose', () => tails.stop());
  return {
    prefix,
    log,
    wire,
    registry,
    registered: registry === null ? null : registeredSchemas(registry, prefix),
    topology,
    readers,
    tails,
    reads: boundedReads({ log }),
    streams: eventStreams(app, streams),
    restAfter,
    topic: async name => {
      const definition = topics.find(one => one.name === name);
      if (definition === undefined) throw new LongplayError('LP_API_NOT_FOUND', `No topic is named ${name}.`);
      const full = topicOf({ prefix }, name);
      const [found] = await log.admin.describeTopics([full]);
      if (found === undefined)
        throw new LongplayError('LP_API_NOT_FOUND', `The brokers do not have the topic ${name}.`);
      return { definition, full, id: found.id, partitions: found.partitions };
    },
    show: (definition, open) => {
      const name = `${definition.name} ${open}`;
      const made = shower.get(name) ?? recordShower(definition, wire, open ? vault : null);
      shower.set(name, made);
      return made;
    },
  };
}
