import type { Log, LogRecord, PartitionOffsets } from '../log/port.ts';
import { presentRecords } from '../log/present.ts';
import type { Place, Tally } from './findings.ts';
import type { Search } from './search.ts';
import type { Looked, ValueReader } from './values.ts';

/** What was read of one partition: from the start of its log to where it ended when the search began. */
export type PartitionScan = {
  readonly partition: number;
  readonly from: number;
  readonly to: number;
  readonly records: number;
};

export type TopicScan = {
  readonly topic: string;
  readonly records: number;
  /** Texts that are sealed for this person. */
  readonly sealed: number;
  readonly partitions: readonly PartitionScan[];
};

export type ScanContext = {
  readonly search: Search;
  readonly tally: Tally;
  readonly signal: AbortSignal;
  /** So many records, rows or files more are searched. */
  readonly onRead: (count: number) => void;
};

export type TopicsToScan = {
  readonly log: Pick<Log, 'admin' | 'readPartition'>;
  /** With their prefix. */
  readonly topics: readonly string[];
  readonly look: ValueReader;
};

/**
 * Searches topics up to where they end now, what open transactions hold too: their end is waited for, and of those that
 * are aborted everything is looked at that the cleaner has left.
 */
export async function scanTopics({ log, topics, look }: TopicsToScan, context: ScanContext): Promise<TopicScan[]> {
  const ends: PartitionOffsets[][] = [];
  for (const topic of topics) ends.push(await log.admin.offsets(topic));
  const scans: TopicScan[] = [];
  for (const [n, topic] of topics.entries()) scans.push(await scanTopic(topic, ends[n] ?? [], log, look, context));
  return scans;
}

async function scanTopic(
  topic: string,
  ends: readonly PartitionOffsets[],
  log: TopicsToScan['log'],
  look: ValueReader,
  context: ScanContext,
): Promise<TopicScan> {
  const { search, tally, signal, onRead } = context;
  const partitions: PartitionScan[] = [];
  let sealed = 0;
  for (const { partition, start, highWatermark: end } of ends) {
    let records = 0;
    const range = { topic, partition, start, end, highWatermark: end };
    for await (const batch of presentRecords(log, range, { aborted: true, signal })) {
      for (const record of batch) {
        const { looked, sealed: own } = await lookAt(record, search, look);
        sealed += own;
        tally.looked(looked.value, placeOf(record));
        if (looked.text) tally.add({ what: 'text', place: placeOf(record) });
      }
      records += batch.length;
      onRead(batch.length);
    }
    signal.throwIfAborted();
    partitions.push({ partition, from: Number(start), to: Number(end), records });
  }
  return { topic, records: partitions.reduce((sum, one) => sum + one.records, 0), sealed, partitions };
}

const nothing: Looked = { faults: [], unread: null };

/** What a record holds, in whatever part of it. */
export async function lookAt(
  { key, value, headers }: Pick<LogRecord, 'key' | 'value' | 'headers'>,
  search: Search,
  look: ValueReader,
): Promise<{ readonly sealed: number; readonly looked: { readonly value: Looked; readonly text: boolean } }> {
  const parts = [key, value, ...headers.flatMap(([name, header]) => [Buffer.from(name), header])];
  const bytes = parts.filter(part => part !== null);
  return {
    sealed: bytes.reduce((sum, part) => sum + search.sealedIn(part), 0),
    looked: {
      value: value === null ? nothing : await look(value, search.customerId),
      text: search.texts > 0 && bytes.some(search.holdsText),
    },
  };
}

const placeOf = ({ topic, partition, offset }: LogRecord): Place => ({ topic, partition, offset: Number(offset) });
