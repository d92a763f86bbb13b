import { LongplayError } from '../../runtime/errors.ts';
import type { HiddenOffsets, Log, LogRecord, PartitionOffsets, Position } from '../../runtime/log/port.ts';

export type ReadsOptions = {
  readonly log: Pick<Log, 'admin' | 'readPartition'>;
  /** Reads at the same time: each has a connection. Default 4. */
  readonly atOnce?: number;
  /** Reads that wait for their turn; one more is answered 503. Default 64. */
  readonly mostWaiting?: number;
  /** Longest read, ms: what was found by then is answered. Default 3,000. */
  readonly within?: number;
  /** Most bytes of keys and values that one read takes in. Default 8 MiB. */
  readonly mostBytes?: number;
};

export type Piece = {
  /** In the order of their offsets. */
  readonly records: readonly LogRecord[];
  /** What no reader is shown, such as markers of transactions; it may reach beyond the piece. */
  readonly hidden: readonly HiddenOffsets[];
  /** Everything below it, down to where the piece begins, was looked at. */
  readonly nextOffset: bigint;
};

export type PieceOptions = {
  readonly from: Position;
  readonly until: bigint;
  readonly limit: number;
  /** Most bytes of keys and values, where fewer than all reads may take in; one record may be larger. */
  readonly mostBytes?: number;
  /** Bytes of one fetch, where the wanted record lies near: most of a larger one would be decoded for nothing. Default 256 KiB. */
  readonly fetchBytes?: number;
  /** Which records count. Default: all. */
  readonly wanted?: (record: LogRecord) => boolean;
};

/** Reads of the log on behalf of requests: each takes a bounded time and memory, and so do all of them together. */
export type Reads = {
  /** Start and end of each partition, in their order. */
  offsets(topic: string): Promise<readonly PartitionOffsets[]>;
  offsetsAt(topic: string, time: number): Promise<readonly Position[]>;
  /**
   * The first records from a position on; fewer than there are where time or bytes run out.
   *
   * @throws LogError, LP_API_UNAVAILABLE
   */
  forward(options: PieceOptions): Promise<Piece>;
  /** The last records of `[start, before)`; `from` tells where the piece begins. */
  backward(options: BackwardOptions): Promise<Piece & { readonly from: bigint }>;
};

export type BackwardOptions = {
  readonly topic: string;
  readonly partition: number;
  readonly start: bigint;
  readonly before: bigint;
  readonly limit: number;
};

/** Bytes of one fetch: most answers are small. */
const FETCH_BYTES = 256 * 1024;
/** A transaction's marker takes up an offset too, so a page of n records is often in twice as many offsets. */
const OFFSETS_PER_RECORD = 2n;

export function boundedReads(options: ReadsOptions): Reads {
  const { log, atOnce = 4, mostWaiting = 64, within = 3_000, mostBytes = 8 * 1024 * 1024 } = options;
  const inTurn = turns(atOnce, mostWaiting);

  /** Ends by the signal where it ends early, so that its connection can be used again. */
  const read = async (
    { from, until, limit, wanted = () => true, fetchBytes = FETCH_BYTES }: PieceOptions,
    bytesLeft: number,
    deadline: number,
  ) => {
    const enough = new AbortController();
    const records: LogRecord[] = [];
    const hidden: HiddenOffsets[] = [];
    let nextOffset = from.offset;
    let bytes = 0;
    const late = setTimeout(() => enough.abort(), Math.max(1, deadline - Date.now()));
    try {
      const batches = log.readPartition({ from, until, maxBytes: fetchBytes, hidden: true, signal: enough.signal });
      for await (const batch of batches) {
        if (enough.signal.aborted) continue;
        hidden.push(...(batch.hidden ?? []));
        for (const record of batch.records) {
          bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
          if (wanted(record)) records.push(record);
          nextOffset = record.offset + 1n;
          if (records.length >= limit || bytes >= bytesLeft) {
            enough.abort();
            break;
          }
        }
        if (!enough.signal.aborted) nextOffset = batch.nextOffset;
      }
    } catch (error) {
      // Time ran out while a broker was away; what was found before is as good as ever.
      if (!enough.signal.aborted || nextOffset === from.offset) throw error;
    } finally {
      clearTimeout(late);
    }
    return { records, hidden, nextOffset, bytes };
  };

  const answered = async <T>(work: () => Promise<T>): Promise<T> => {
    const { promise: late, reject } = Promise.withResolvers<never>();
    late.catch(() => undefined);
    const tooLate = () =>
      reject(new LongplayError('LP_API_UNAVAILABLE', `Kafka has not answered within ${2 * within} ms.`));
    const timer = setTimeout(tooLate, 2 * within);
    try {
      return await Promise.race([work(), late]);
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    offsets: topic =>
      answered(async () => (await log.admin.offsets(topic)).toSorted((a, b) => a.partition - b.partition)),
    offsetsAt: (topic, time) => answered(() => log.admin.offsetsAt(topic, time)),
    forward: piece =>
      answered(() =>
        inTurn(async () => {
          if (piece.from.offset >= piece.until) return { records: [], hidden: [], nextOffset: piece.from.offset };
          return read(piece, Math.min(piece.mostBytes ?? mostBytes, mostBytes), Date.now() + within);
        }),
      ),
    backward: ({ topic, partition, start, before, limit }) =>
      answered(() =>
        inTurn(async () => {
          const deadline = Date.now() + within;
          let found: readonly LogRecord[] = [];
          let hidden: readonly HiddenOffsets[] = [];
          let from = before;
          let bytes = 0;
          let width = BigInt(limit) * OFFSETS_PER_RECORD;
          while (from > start && found.length < limit && Date.now() < deadline && bytes < mostBytes) {
            let low = from - width;
            if (low < start) low = start;
            const window = { from: { topic, partition, offset: low }, until: from, limit: Number.POSITIVE_INFINITY };
            const piece = await read(window, mostBytes, deadline);
            bytes += piece.bytes;
            if (piece.nextOffset < from) {
              // Too much of it at once: the last of it is what was asked for.
              if (width === 1n || Date.now() >= deadline) break;
              width = width / 4n > 0n ? width / 4n : 1n;
              bytes = 0;
              continue;
            }
            found = [...piece.records, ...found];
            hidden = [...piece.hidden, ...hidden];
            from = low;
            width *= 2n;
          }
          const records = found.slice(-limit);
          const begins = found.length > limit ? (records[0]?.offset ?? from) : from;
          return { records, hidden, from: begins, nextOffset: before };
        }),
      ),
  };
}

/** Lets so many at a time work; of those who wait, the first comes first. */
function turns(atOnce: number, mostWaiting: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let working = 0;
  return async work => {
    if (working >= atOnce) {
      if (waiting.length >= mostWaiting) {
        throw new LongplayError('LP_API_UNAVAILABLE', 'Too many reads of the log wait for their turn.');
      }
      await new Promise<void>(resolve => waiting.push(resolve));
    } else working += 1;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) working -= 1;
      else next();
    }
  };
}
