import { certificateBook } from '../../runtime/erasure/book.ts';
import { type ErasureDesk, erasureDesk } from '../../runtime/erasure/desk.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Connection } from '../connect/connection.ts';
import { erasureFact } from './erased-fact.ts';
import { type ScanPlace, scanInstallation } from './scan.ts';

type Place = ScanPlace & Pick<Connection, 'wire'> & { readonly logger: Logger };

/** Searches for erased customers in the process of the API. */
export const erasuresOf = ({ logger, ...place }: Place): ErasureDesk =>
  erasureDesk({
    book: certificateBook(place.sql, place.prefix),
    factOf: (customerId, signal) => erasureFact(place, customerId, signal),
    scan: (customerId, fact, hooks) =>
      scanInstallation(place, { customerId, fact, topics: [], folders: [], texts: [] }, hooks),
    onDone: ({ customerId, clean, sha256, totals }) => {
      if (clean) logger.info({ customerId, sha256, totals }, 'nothing readable is left of an erased customer');
      else logger.error({ customerId, sha256, totals }, 'something readable may be left of an erased customer');
    },
    onFailed: (customerId, err) => logger.error({ customerId, err }, 'the search for an erased customer has failed'),
  });
