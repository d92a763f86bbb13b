import type { Log } from '../../runtime/log/port.ts';
import { topicOf } from '../../runtime/tasks/engine.ts';
import { topics } from '../../schemas/topics.ts';

export type ListedTopic = {
  /** Without the prefix. */
  readonly name: string;
  readonly kind: 'facts' | 'requests';
  readonly key: string;
  readonly writtenBy: readonly string[];
  /** 0: the brokers do not have it. */
  readonly partitions: number;
  /** From the first offset that is kept to the end: compaction and the ends of transactions leave gaps. */
  readonly offsets: number;
  readonly holds: string;
};

/** Every topic of the catalogue, with what the brokers say of it. */
export async function listTopics({ log, prefix }: { readonly log: Log; readonly prefix: string }) {
  const described = await log.admin.describeTopics(topics.map(({ name }) => topicOf({ prefix }, name)));
  return Promise.all(
    topics.map(async ({ name, kind, key, owner, alsoWrittenBy, holds }): Promise<ListedTopic> => {
      const found = described.find(one => one.name === topicOf({ prefix }, name));
      const partitions = found === undefined ? [] : await log.admin.offsets(found.name);
      const offsets = partitions.reduce((sum, { start, end }) => sum + Number(end - start), 0);
      return { name, kind, key, writtenBy: [owner, ...alsoWrittenBy], partitions: partitions.length, offsets, holds };
    }),
  );
}

/** A table for people. */
export function topicsText(listed: readonly ListedTopic[]): string {
  const rows = [
    ['TOPIC', 'KIND', 'KEY', 'WRITTEN BY', 'PARTITIONS', 'OFFSETS', 'HOLDS'],
    ...listed.map(({ name, kind, key, writtenBy, partitions, offsets, holds }) => [
      name,
      kind,
      key,
      writtenBy.join(', '),
      partitions === 0 ? 'missing' : String(partitions),
      partitions === 0 ? '' : offsets.toLocaleString('en-US'),
      holds,
    ]),
  ];
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => (row[column] ?? '').length)));
  const text = rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}
