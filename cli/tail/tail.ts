import { LongplayError } from '../../runtime/errors.ts';
import type { Log, LogRecord } from '../../runtime/log/port.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { topicOf, type Wire } from '../../runtime/tasks/engine.ts';
import { topics as catalogue } from '../../schemas/topics.ts';
import { history } from './history.ts';
import { followLive } from './live.ts';
import { patiently } from './patiently.ts';
import { type Told, teller } from './told.ts';

export type TailOptions = {
  readonly log: Log;
  /** Of the installation's topics. */
  readonly prefix: string;
  readonly wire: Pick<Wire, 'reader'>;
  readonly logger: Logger;
  /** Without the prefix; none: all. */
  readonly topics: readonly string[];
  /** Only what belongs to this order; null: everything. */
  readonly order: string | null;
  /** `beginning`: first what is there, in the order of its times. */
  readonly from: 'beginning' | 'now';
  readonly signal: AbortSignal;
  readonly onEvent: (told: Told) => Promise<void> | void;
  /** From here on, every new record is told. */
  readonly onLive?: () => void;
};

/** Tells every record of these topics as it comes, until the signal. */
export async function tail(options: TailOptions): Promise<void> {
  const { log, prefix, wire, logger, order, signal, onEvent } = options;
  const names = await existing(options);
  const tellers = new Map(names.map(name => [topicOf({ prefix }, name), teller(name, wire)]));

  /** Records of one topic. */
  const tell = async (records: readonly LogRecord[]): Promise<void> => {
    const { prepare, tell: told } = tellers.get(records[0]?.topic ?? '') ?? nobody;
    // Before the first is told: what fails here is done again.
    await prepare(records);
    for (const record of records) {
      if (signal.aborted) return;
      const event = told(record);
      if (order === null || isAbout(order, event)) await onEvent(event);
    }
  };

  try {
    const partitions = await patiently('Finding the topics', { signal, logger }, async () =>
      (await Promise.all(names.map(name => log.admin.offsets(topicOf({ prefix }, name))))).flat(),
    );
    if (options.from === 'beginning') {
      for await (const record of history(log, partitions, signal)) {
        await patiently('Reading schemas', { signal, logger }, () => tell([record]));
      }
    }
    options.onLive?.();
    await followLive({ log, prefix, partitions, signal, logger, onBatch: ({ records }) => tell(records) });
  } catch (error) {
    // What a stop breaks off is no failure.
    if (!signal.aborted) throw error;
  }
}

const nobody: Pick<ReturnType<typeof teller>, 'prepare' | 'tell'> = {
  prepare: () => undefined,
  tell: () => {
    throw new Error('A record of a topic that was not asked for.');
  },
};

/** The names that were asked for, or all of the catalogue, as far as the installation has them. */
async function existing({ log, prefix, topics, signal, logger }: TailOptions): Promise<readonly string[]> {
  const unknown = topics.filter(name => !catalogue.some(topic => topic.name === name));
  if (unknown.length > 0) {
    throw new LongplayError('LP_CLI_USAGE', `No topic is named ${unknown.join(', ')}.`, {
      remedy: '`longplay topics list` tells their names.',
    });
  }
  const wanted = topics.length > 0 ? [...new Set(topics)] : catalogue.map(({ name }) => name);
  const full = wanted.map(name => topicOf({ prefix }, name));
  const found = await patiently('Finding the topics', { signal, logger }, () => log.admin.describeTopics(full));
  const names = wanted.filter(name => found.some(one => one.name === topicOf({ prefix }, name)));
  if (names.length > 0) return names;
  throw new LongplayError('LP_CLI_NOTHING_RUNS', `These brokers have no topics of the installation "${prefix}".`);
}

/** Its own facts and requests, and what names it: replies, outcomes, requests to stock for one of its lines. */
function isAbout(order: string, { key, correlationId, value }: Told): boolean {
  if (key === order || correlationId === order) return true;
  const { orderId, requestKey } = (value ?? {}) as { orderId?: unknown; requestKey?: unknown };
  return orderId === order || requestKey === order;
}
