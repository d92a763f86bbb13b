import { LongplayError } from '../../runtime/errors.ts';
import { type Caller, clientOf } from '../security/caller.ts';
import type { StreamOptions } from './sse.ts';

/** How many may listen at the same time: all together, and each caller alone. */
export type StreamPlaces = {
  /**
   * Gives the place back when it is called, however often.
   *
   * @throws LP_API_STREAMS_FULL, LP_API_STREAMS_TOO_MANY
   */
  take(caller: Caller): () => void;
  /** @throws LP_API_STREAMS_FULL after `close` */
  checkOpen(): void;
  count(): number;
  /** No more from now on. */
  close(): void;
};

type Options = Pick<StreamOptions, 'most' | 'mostOfCustomer' | 'mostOfClient'>;

export function streamPlaces({ most = 1_000, mostOfCustomer = 20, mostOfClient = 200 }: Options): StreamPlaces {
  const taken = new Map<string, number>();
  let all = 0;
  let closed = false;

  const checkOpen = (): void => {
    if (closed) throw new LongplayError('LP_API_STREAMS_FULL', 'No more streams are opened: this process is stopping.');
  };

  return {
    take: caller => {
      checkOpen();
      const client = clientOf(caller);
      const his = taken.get(client) ?? 0;
      const allowed = caller.customerId === null ? mostOfClient : mostOfCustomer;
      if (his >= allowed) {
        throw new LongplayError(
          'LP_API_STREAMS_TOO_MANY',
          `${caller.id} has ${his} streams open here, and may have ${allowed}.`,
        );
      }
      if (all >= most)
        throw new LongplayError('LP_API_STREAMS_FULL', 'As many streams are open as this process keeps.');
      taken.set(client, his + 1);
      all += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        all -= 1;
        const left = (taken.get(client) ?? 1) - 1;
        if (left > 0) taken.set(client, left);
        else taken.delete(client);
      };
    },
    checkOpen,
    count: () => all,
    close: () => {
      closed = true;
    },
  };
}
