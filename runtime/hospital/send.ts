import type { Writer } from '../codec/writer.ts';
import { partitionFor } from '../log/partitioner.ts';
import type { LogWriter } from '../log/port.ts';
import type { Actor } from './case.ts';
import type { Operation } from './operation.ts';

/** What is asked; the body that its type names is filled, the others are left out. */
export type Asked = Pick<Operation, 'type' | 'target' | 'reason'> &
  Partial<Pick<Operation, 'retry' | 'edit' | 'discard' | 'pause' | 'resume' | 'republish' | 'repair'>>;

export type Sending = {
  readonly writer: LogWriter;
  readonly prefix: string;
  /** Of the topic `<processor>.operations`. */
  readonly wire: Writer<unknown>;
};

export type Sender = {
  /** Unique: the request id that the outcome names. Sent again under the same one, it changes nothing. */
  readonly id: string;
  readonly actor: Actor;
  readonly now: number;
};

/** Where the cases of a key are; a case by itself lies in the partition of its record in the hospital topic. */
export const partitionOfKey = (key: string, partitions: number): number =>
  partitionFor(Buffer.from(key, 'utf8'), partitions);

/**
 * Asks a processor, in the partitions of those tasks that it concerns: one for a case, a key, a repair; all for a group,
 * a pause, a resume, and for republishing everything. Answers the id of each, by which its outcome is found.
 */
export async function sendOperation(
  { writer, prefix, wire }: Sending,
  processor: string,
  partitions: readonly number[],
  asked: Asked,
  { id, actor, now }: Sender,
): Promise<readonly string[]> {
  const bodies = { retry: null, edit: null, discard: null, pause: null, resume: null, republish: null, repair: null };
  const ids = partitions.map(partition => (partitions.length === 1 ? id : `${id}/${partition}`));
  const records = partitions.map((partition, n) => {
    const event = {
      id: ids[n] as string,
      type: `longplay.operation.${asked.type.toLowerCase()}`,
      time: now,
      causes: [],
      correlationId: id,
      actor,
    };
    const value = wire.encode({ ...bodies, ...asked, event } satisfies Operation);
    const topic = `${prefix}.${processor}.operations`;
    return { topic, partition, key: Buffer.from(asked.target, 'utf8'), value, timestamp: now };
  });
  await writer.append(records);
  return ids;
}
