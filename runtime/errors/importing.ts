import type { Explained } from './explained.ts';

/** The commands that read files, follow topics, and place orders of their own. */
export const importingErrors = {
  LP_IMPORT_FILE_UNREADABLE: {
    meaning: 'The file that was to be imported cannot be read.',
    remedy: 'Check its path and your right to read it.',
  },
  LP_IMPORT_FILE_CHANGED: {
    meaning: 'The file changed while it was imported, so that receipts in it cannot be told apart for good.',
    remedy:
      'Let whoever writes it finish; give each line a receiptId, so that what was sent already is not booked twice.',
  },
  LP_IMPORT_REFUSED_UNWRITABLE: {
    meaning: 'The report of refused lines cannot be written.',
    remedy: 'Name a file with --refused that you may write, in a folder that exists.',
  },
  LP_IMPORT_INTERRUPTED: {
    meaning: 'The import was stopped before its end.',
    remedy: 'Start it again with the same file: what was sent already changes nothing a second time.',
  },
  LP_LOAD_NOT_ON_OFFER: {
    meaning: 'Products, customers or stock that the load asked for did not become facts.',
    remedy: 'See that the streams run (`longplay streams status`), then start it again with the same --seed.',
  },
} as const satisfies Record<string, Explained>;
