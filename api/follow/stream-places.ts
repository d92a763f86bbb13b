import { LongplayError } from '../../runtime/errors.ts';
import { createPlaces } from '../places.ts';
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
  const places = createPlaces();
  let all = 0;
  let closed = false;

  const checkOpen = (): void => {
    if (closed) throw new LongplayError('LP_API_STREAMS_FULL', 'No more streams are opened: this process is stopping.');
  };

  return {
    take: caller => {
      checkOpen();
      const client = clientOf(caller);
      const allowed = caller.customerId === null ? mostOfClient : mostOfCustomer;
      const release = places.take(client, allowed);
      if (release === null) {
        throw new LongplayError(
          'LP_API_STREAMS_TOO_MANY',
          `${caller.id} has ${places.of(client)} streams open here, and may have ${allowed}.`,
        );
      }
      if (all >= most) {
        release();
        throw new LongplayError('LP_API_STREAMS_FULL', 'As many streams are open as this process keeps.');
      }
      all += 1;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        all -= 1;
        release();
      };
    },
    checkOpen,
    count: () => all,
    close: () => {
      closed = true;
    },
  };
}
