import type { Request } from '../../api/requests/request.ts';
import type { RequestSender } from '../../api/requests/sender.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import { patiently } from '../tail/patiently.ts';

/** Requests of one batch. More do not make Kafka faster, and a batch is held until it is sent. */
const BATCH = 500;
/** Bytes of the file that make a batch, whatever the number of requests. */
const BATCH_BYTES = 1_000_000;
/** Batches under way: enough that sealing, encoding and sending overlap. */
const UNDER_WAY = 3;

export type Sending = {
  /** Takes a request of about so many bytes; waits where too much is under way. Throws what has failed meanwhile. */
  add(request: Request, bytes: number): Promise<void>;
  /** Resolves when everything is on the log. */
  finish(): Promise<void>;
  /** Requests on the log. */
  readonly sent: number;
  /** Offset of the newest of them, by partition. */
  readonly newest: ReadonlyMap<number, bigint>;
};

export type SendingOptions = {
  readonly sender: Pick<RequestSender, 'sendAll'>;
  readonly signal: AbortSignal;
  readonly logger: Logger;
};

/** Sends in batches, a few at a time, over outages: the same request twice counts once. */
export function createSending({ sender, signal, logger }: SendingOptions): Sending {
  const underWay = new Set<Promise<void>>();
  const newest = new Map<number, bigint>();
  let batch: Request[] = [];
  let bytes = 0;
  let sent = 0;
  let failure: { readonly error: unknown } | null = null;

  const send = async (requests: readonly Request[]): Promise<void> => {
    const positions = await patiently('Sending requests', { signal, logger }, () => sender.sendAll(requests));
    sent += requests.length;
    for (const { partition, offset } of positions) {
      if (offset > (newest.get(partition) ?? -1n)) newest.set(partition, offset);
    }
  };

  const begin = (): void => {
    const task: Promise<void> = send(batch).then(
      () => void underWay.delete(task),
      error => {
        underWay.delete(task);
        failure ??= { error };
      },
    );
    underWay.add(task);
    batch = [];
    bytes = 0;
  };

  const throwIfFailed = (): void => {
    if (failure !== null) throw failure.error;
  };

  return {
    add: async (request, size) => {
      throwIfFailed();
      batch.push(request);
      bytes += size;
      if (batch.length < BATCH && bytes < BATCH_BYTES) return;
      begin();
      while (underWay.size >= UNDER_WAY) await Promise.race(underWay);
      throwIfFailed();
    },
    finish: async () => {
      if (batch.length > 0 && failure === null) begin();
      await Promise.all(underWay);
      throwIfFailed();
    },
    get sent() {
      return sent;
    },
    newest,
  };
}
