import { LongplayError } from '../errors.ts';
import { LogError } from '../log/errors.ts';
import type { CommittedPosition, Log, PartitionOffsets } from '../log/port.ts';
import type { Processor } from '../tasks/definition.ts';
import { groupOf, topicOf } from '../tasks/engine.ts';
import { formatMetadata } from '../tasks/position-metadata.ts';

type Target = { readonly log: Pick<Log, 'admin'>; readonly prefix: string };
type Reading = Pick<Processor, 'name' | 'owns' | 'reads'>;

/** Beyond any log: whoever takes a partition over with it refuses to start (LP_LOG_POSITION_OUTSIDE). */
const NOWHERE = 2n ** 62n;

/**
 * Sets every position of every processor to nowhere, for as long as the history is only half there: a processor that is
 * started by mistake must not take the first half for everything.
 *
 * @throws LP_RESTORE_RUNNING where processors run.
 */
export async function holdBack({ log, prefix }: Target, processors: readonly Reading[], id: string): Promise<void> {
  for (const { name, reads } of processors) {
    const positions = await Promise.all(
      reads.map(async read =>
        (await log.admin.offsets(topicOf({ prefix }, read))).map(({ topic, partition }) => ({
          topic,
          partition,
          offset: NOWHERE,
          metadata: `import ${id} under way`,
        })),
      ),
    );
    await setPositions({ log, prefix }, name, positions.flat());
  }
}

/**
 * Sets every position of every processor to the end of its inputs, with what rule 11 asks for: its own topic's id and
 * end. Nothing that was imported is read as news by anybody.
 */
export async function beginAtTheEnd({ log, prefix }: Target, processors: readonly Reading[]): Promise<void> {
  for (const { name, owns, reads } of processors) {
    const own = topicOf({ prefix }, owns);
    const [[description], ownOffsets, ...inputs] = await Promise.all([
      log.admin.describeTopics([own]),
      log.admin.offsets(own),
      ...reads.map(read => log.admin.offsets(topicOf({ prefix }, read))),
    ]);
    const positions = inputs.flat().map(({ topic, partition, end }: PartitionOffsets): CommittedPosition => {
      const ownEnd = ownOffsets.find(one => one.partition === partition)?.end ?? 0n;
      return { topic, partition, offset: end, metadata: formatMetadata({ ownTopicId: description?.id ?? '', ownEnd }) };
    });
    await setPositions({ log, prefix }, name, positions);
  }
}

async function setPositions(
  { log, prefix }: Target,
  processor: string,
  positions: readonly CommittedPosition[],
): Promise<void> {
  try {
    await log.admin.commit(groupOf({ prefix }, processor), positions);
  } catch (cause) {
    if (!(cause instanceof LogError) || cause.kind !== 'fatal') throw cause;
    const message = `The positions of ${processor} cannot be set, since it runs: ${cause.message}`;
    throw new LongplayError('LP_RESTORE_RUNNING', message, { cause });
  }
}
