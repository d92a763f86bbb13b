import type { Explained } from './explained.ts';

/** The proof that a customer was erased. */
export const erasureErrors = {
  LP_ERASURE_CUSTOMER_UNKNOWN: {
    meaning: 'No fact names this customer.',
    remedy: 'Check the id and LONGPLAY_PREFIX.',
  },
  LP_ERASURE_NOT_DONE: {
    meaning: 'The customer is not erased, or the key is not destroyed yet, so that there is nothing to prove.',
    remedy:
      'Ask for it with `DELETE /customers/{id}`. It is done when no order is open any more and the key is destroyed; then scan again.',
  },
  LP_ERASURE_BUSY: {
    meaning: 'This process is searching for what is left of another customer; it does one at a time.',
    remedy: 'Ask again when that one has its certificate, or run `longplay customers erasure CUSTOMER --scan`.',
  },
  LP_ERASURE_INTERRUPTED: {
    meaning: 'A search for what is left of a customer was stopped before its end: it says nothing.',
    remedy: 'Run it again; it begins anew.',
  },
  LP_ERASURE_FOLDER_UNUSABLE: {
    meaning: 'A folder that was to be searched cannot be read, so that nothing can be said about it.',
    remedy: 'Follow the message: name a folder that exists, and run it as somebody who may read all of it.',
  },
  LP_ERASURE_TEXTS_UNFIT: {
    meaning: 'The texts to look for cannot be used: their file cannot be read, or one of them is too short.',
    remedy: 'Give one text a line, of 5 bytes at least: shorter ones stand anywhere by chance.',
  },
  LP_ERASURE_CERTIFICATE_UNFIT: {
    meaning: 'The file holds no certificate of an erasure that this version can read.',
    remedy:
      'Name a file that `longplay customers erasure CUSTOMER --json` has printed, as it was printed; an API’s answer is one too.',
  },
} as const satisfies Record<string, Explained>;
