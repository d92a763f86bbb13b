import { LongplayError } from '../errors.ts';
import type { Log } from '../log/port.ts';
import { topicOf } from '../tasks/engine.ts';

/**
 * What the target itself knows of an import into it: positions of two groups that nobody is ever a member of. One says
 * of which export, and whether it is done; the other, of each topic, how many of its records are there.
 */
export type ImportMark = { readonly id: string; readonly state: 'importing' | 'done' };

const VERSION = 'import1';
/** Where positions of a group are about a topic as a whole. */
const PARTITION = 0;

const stateGroup = (prefix: string): string => `${prefix}.log-import`;
export const progressGroup = (prefix: string): string => `${prefix}.log-import.progress`;

type Target = { readonly log: Pick<Log, 'admin'>; readonly prefix: string };

/** @param topic One that exists and whose name is for life; without the prefix. */
export async function readMark({ log, prefix }: Target, topic: string): Promise<ImportMark | null> {
  const [found] = await log.admin.committed(stateGroup(prefix), [topicOf({ prefix }, topic)]);
  const [version, id, state] = found?.metadata.split(' ') ?? [];
  if (version !== VERSION || id === undefined) return null;
  return { id, state: state === 'done' ? 'done' : 'importing' };
}

export async function writeMark({ log, prefix }: Target, topic: string, { id, state }: ImportMark): Promise<void> {
  const metadata = `${VERSION} ${id} ${state}`;
  const position = { topic: topicOf({ prefix }, topic), partition: PARTITION, offset: 0n, metadata };
  await log.admin.commit(stateGroup(prefix), [position]);
}

/** How many records of a topic are in the target: committed together with them. */
export async function imported({ log, prefix }: Target, topic: string): Promise<number> {
  const [found] = await log.admin.committed(progressGroup(prefix), [topicOf({ prefix }, topic)]);
  return Number(found?.offset ?? 0n);
}

export const progressPosition = (prefix: string, topic: string, records: number, id: string) => ({
  group: progressGroup(prefix),
  committed: [
    {
      topic: topicOf({ prefix }, topic),
      partition: PARTITION,
      offset: BigInt(records),
      metadata: `${VERSION} ${id}`,
    },
  ],
});

/** An installation with half of its history must not be started: it would decide everything anew. */
export async function refuseHalfImported(target: Target, topic: string): Promise<void> {
  const mark = await readMark(target, topic);
  if (mark?.state !== 'importing') return;
  const message = `Into ${target.prefix}, an export is being imported, or its import was broken off.`;
  throw new LongplayError('LP_RESTORE_UNFINISHED', message);
}
