import type { Explained } from './explained.ts';

/** `longplay new` (docs/guide/your-own-process.md). Nothing was changed where one of these is told. */
export const beginningErrors = {
  LP_NEW_CHECKOUT: {
    meaning:
      'A new process can only be begun in a checkout of the repository with its development packages; this is something else, such as an image.',
    remedy: 'Clone the repository, run `npm ci` in it, and run the command there.',
  },
  LP_NEW_NAME_INVALID: {
    meaning: 'The name that was given cannot be one: it is in file names, topics, addresses and code.',
    remedy: 'Choose words of small letters with hyphens between them, such as gift-cards.',
  },
  LP_NEW_NAME_TAKEN: {
    meaning: 'Something has this name already; names are for life, and none is used twice.',
    remedy: 'Choose another name.',
  },
  LP_NEW_TOPIC_UNKNOWN: {
    meaning: 'A read model is made of the facts of one topic, and none was named, or none that has facts of the shop.',
    remedy: 'Name one of those that the message lists with --of.',
  },
  LP_NEW_FILE_EXISTS: {
    meaning: 'A file that would be written is there already; nothing is ever written over.',
    remedy: 'Choose another name, or remove what the message lists where it is left over.',
  },
  LP_NEW_PLACE_MISSING: {
    meaning: 'A list that the new process has to be added to is not where it was when the command was written.',
    remedy:
      'Put the line that the message names back, or change the edits in cli/new to what the list has become; docs/guide/your-own-process.md names all the lists.',
  },
  LP_NEW_NOT_RIGHT: {
    meaning: 'What would be written did not come out right: formatting it, or `npm run generate`, failed.',
    remedy:
      'Read what the message tells; run `npm run generate` without the new process first, to see whose fault it is.',
  },
  LP_NEW_CHANGED_MEANWHILE: {
    meaning: 'A file changed while the command was at work, or could not be written.',
    remedy: 'Run the command again once nobody else writes in the checkout.',
  },
} as const satisfies Record<string, Explained>;
