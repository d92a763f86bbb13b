import { LongplayError } from '../errors.ts';
import type { CertificateBook } from './book.ts';
import type { Certificate } from './certificate.ts';
import { destroyedAt, type ErasureFact, type ErasureScan, type ScanPhase } from './scan.ts';

/** A search that is under way. */
export type RunningScan = {
  readonly customerId: string;
  readonly phase: ScanPhase;
  /** Records, rows and files that were searched. */
  readonly read: number;
  readonly startedAt: number;
};

/** What may differ from search to search. */
export type ScanHooks = Pick<ErasureScan, 'signal'> & {
  readonly onPhase: (phase: ScanPhase) => void;
  readonly onRead: (count: number) => void;
};

export type ErasureDesk = {
  /**
   * Begins a search in the background; of a customer for whom one runs or is about to, it is that one.
   *
   * @throws LP_ERASURE_…
   */
  begin(customerId: string): Promise<RunningScan>;
  /**
   * The search that runs here, else the newest certificate, whoever made it; null where there is neither. Throws why the
   * last search here has failed.
   */
  find(customerId: string): Promise<RunningScan | Certificate | null>;
  /** Ends what runs. */
  close(): Promise<void>;
};

export type DeskOptions = {
  /** What is known of the customer; it reads a partition. @throws LP_ERASURE_CUSTOMER_UNKNOWN */
  readonly factOf: (customerId: string, signal: AbortSignal) => Promise<ErasureFact>;
  readonly scan: (customerId: string, fact: ErasureFact, hooks: ScanHooks) => Promise<Certificate>;
  readonly book: CertificateBook;
  /** A search ended with a certificate. */
  readonly onDone: (certificate: Certificate) => void;
  readonly onFailed: (customerId: string, error: unknown) => void;
  readonly now?: () => number;
};

export const isRunning = (found: RunningScan | Certificate): found is RunningScan => 'phase' in found;

/** Searches for erased customers in this process, one at a time: a search reads everything that there is. */
export function erasureDesk({ factOf, scan, book, onDone, onFailed, now = Date.now }: DeskOptions): ErasureDesk {
  const stopping = new AbortController();
  let running: { phase: ScanPhase; read: number; readonly customerId: string; readonly startedAt: number } | null =
    null;
  /** Whoever asks for the same customer waits for the same answer. */
  let beginning: { readonly customerId: string; readonly begun: Promise<RunningScan> } | null = null;
  let work: Promise<void> = Promise.resolve();
  /** Of the last search, where it failed. */
  let failed: { readonly customerId: string; readonly error: unknown } | null = null;

  const begin = async (customerId: string): Promise<RunningScan> => {
    const fact = await factOf(customerId, stopping.signal);
    stopping.signal.throwIfAborted();
    destroyedAt(customerId, fact);
    failed = null;
    const own = { customerId, phase: 'waiting' as ScanPhase, read: 0, startedAt: now() };
    running = own;
    const hooks: ScanHooks = {
      signal: stopping.signal,
      onPhase: phase => {
        own.phase = phase;
      },
      onRead: count => {
        own.read += count;
      },
    };
    work = scan(customerId, fact, hooks)
      .then(async certificate => {
        await book.keep(certificate);
        onDone(certificate);
      })
      .catch(error => {
        if (stopping.signal.aborted) return;
        failed = { customerId, error };
        onFailed(customerId, error);
      })
      .finally(() => {
        running = null;
      });
    return { ...own };
  };

  const stopped = (customerId: string, cause?: unknown): LongplayError =>
    new LongplayError('LP_ERASURE_INTERRUPTED', `The search for ${customerId} was stopped.`, { cause });

  return {
    begin: customerId => {
      const busy = running ?? beginning;
      if (stopping.signal.aborted) return Promise.reject(stopped(customerId));
      if (busy !== null && busy.customerId !== customerId) {
        const message = `What is left of ${busy.customerId} is being searched for.`;
        return Promise.reject(new LongplayError('LP_ERASURE_BUSY', message));
      }
      if (running !== null) return Promise.resolve({ ...running });
      if (beginning !== null) return beginning.begun;
      const begun = begin(customerId)
        .catch(cause => {
          throw stopping.signal.aborted ? stopped(customerId, cause) : cause;
        })
        .finally(() => {
          beginning = null;
        });
      beginning = { customerId, begun };
      return begun;
    },

    find: async customerId => {
      if (running?.customerId === customerId) return { ...running };
      if (failed?.customerId === customerId) throw failed.error;
      return book.newest(customerId);
    },

    close: async () => {
      stopping.abort();
      await beginning?.begun.catch(() => {});
      await work;
    },
  };
}
