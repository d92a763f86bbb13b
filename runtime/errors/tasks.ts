import type { Explained } from './explained.ts';

/** Stream processors and their tasks. */
export const tasksErrors = {
  LP_STREAMS_VALUE_UNKNOWN: {
    meaning:
      'A record holds a kind or status that this version of the program does not know, and nobody guesses at it.',
    remedy: 'Start the release that knows it, which is the one that wrote the record or a later one.',
  },
  LP_TASK_OWN_TOPIC_REPLACED: {
    meaning:
      'A processor’s own topic, which holds its state, or its hospital, which holds its cases, was deleted and made anew since it last ran.',
    remedy:
      'Restore the topic from an export. Only where its state may be lost: delete the processor’s consumer group as well, and start it over.',
  },
  LP_TASK_OWN_TOPIC_TRUNCATED: {
    meaning: 'A processor’s own topic, or its hospital, ends before what it had committed: the broker lost records.',
    remedy: 'Restore the topic from an export or from a replica that has them; nothing was processed meanwhile.',
  },
  LP_TASK_POSITIONS_MISSING: {
    meaning: 'A processor has state, but the positions of its inputs are gone: starting over would process them twice.',
    remedy:
      'Restore the group’s offsets, or choose for each input: longplay streams adopt NAME TOPIC --from earliest|latest.',
  },
  LP_TASK_INPUT_NOT_ADOPTED: {
    meaning: 'A processor reads a topic that it has no position for, while it has positions for others.',
    remedy: 'Choose where it begins: longplay streams adopt NAME TOPIC --from earliest|latest.',
  },
  LP_TASK_RECORD_TOO_LARGE: {
    meaning: 'A record has grown beyond 900 KB, which a topic would refuse.',
    remedy:
      'Look at the record’s lists: one of them has no bound. Nothing was skipped: the key waits in the message hospital.',
  },
  LP_TASK_KEY_UNUSABLE: {
    meaning: 'A record’s key is empty or longer than 1,024 bytes; no state is kept under such a key.',
    remedy:
      'Correct whoever wrote the record that the message names; then discard the case, which blocks no other record.',
  },
  LP_TASK_STORE_UNUSABLE: {
    meaning: 'The folder with a task’s copy of its states could not be opened, read or written. Nothing is lost by it.',
    remedy:
      'Read the reason (space, rights, a damaged disk). The folder may be deleted at any time: the states are restored from the topic.',
  },
  LP_TASK_READING_STOPPED: {
    meaning: 'The input of a task cannot be read on. Nothing was skipped; the task stands still.',
    remedy: 'Read the cause, mend it, and start the processor again.',
  },
  LP_TASK_ADOPT_UNKNOWN_TOPIC: {
    meaning: 'A topic was to be adopted that the processor does not read.',
    remedy: 'Choose one of the topics that the message lists.',
  },
  LP_TASK_ADOPT_NOT_NEEDED: {
    meaning: 'The processor has a position for every partition of the topic already; adopting it would move them.',
    remedy: 'Nothing to do: start the processor. It goes on where it was.',
  },
  LP_TASK_ADOPT_REFUSED: {
    meaning: 'The broker refused to set positions, mostly because the processor runs somewhere.',
    remedy: 'Stop every process that runs this processor, wait for the session timeout (6 s), then try again.',
  },
  LP_TASK_STEP_REFUSED: {
    meaning: 'A step that is owed, such as a refund, was refused for good by whoever was asked for it.',
    remedy:
      'Look at the reason, and settle it there. Then retry the case, which asks anew; or see to the step by hand, and discard it.',
  },
  LP_TASK_POISON: {
    meaning:
      'A record, an answer or a deadline could not be processed. Nothing was skipped: it is a case in the message hospital, and its key waits.',
    remedy:
      'Read the cause in the case. Correct the processor, or the schema, start it, and retry the case or its group.',
  },
  LP_SAGA_INVALID: {
    meaning: 'A saga is declared so that it cannot work, such as with two steps of one name.',
    remedy: 'Correct what the message lists; each option is described in runtime/saga/definition.ts.',
  },
} as const satisfies Record<string, Explained>;
