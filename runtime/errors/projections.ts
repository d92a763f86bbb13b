import type { Explained } from './explained.ts';

/** Projections: read models in Postgres. */
export const projectionsErrors = {
  LP_PROJECTION_POISON: {
    meaning:
      'A record could not be projected. It is a case of the projection; the row of its key is that of the fact before.',
    remedy:
      'Read the cause. Correct the projection, or the schema; then longplay projections rebuild NAME --key KEY, or all of it.',
  },
  LP_PROJECTION_STORM: {
    meaning:
      'So many records could not be projected that the code or the schema is to blame. This partition of the projection stands still, and nothing of the last batch was admitted.',
    remedy: 'Read the message. Correct the projection, start it again, then longplay projections resume NAME.',
  },
  LP_PROJECTION_CASE_UNKNOWN: {
    meaning: 'No open case of a projection has this id.',
    remedy: 'List them: longplay projections cases. A newer fact of the key may have closed it.',
  },
  LP_PROJECTION_CASE_UNTREATABLE: {
    meaning:
      'This case cannot be tried again by itself: it has no key, or its generation is not the one that readers ask.',
    remedy: 'Discard it, or rebuild the projection.',
  },
  LP_PROJECTION_OVERTAKEN: {
    meaning: 'Another process has moved this partition’s position meanwhile, so nothing of this batch was written.',
    remedy: 'Nothing: the one that owns the partition goes on. It happens when partitions change hands.',
  },
  LP_PROJECTION_TOPIC_REPLACED: {
    meaning: 'A topic that a read model was built from was deleted and made anew, so its rows are of another history.',
    remedy: 'Drop the schema of the read models, which are then built from the log; longplay up --fresh begins anew.',
  },
  LP_PROJECTION_POSITION_LOST: {
    meaning: 'Records that a read model has not read yet are gone from the log, or the log ends before its position.',
    remedy: 'Drop the schema of the read models, which are then built from the log; longplay up --fresh begins anew.',
  },
  LP_PROJECTION_POSITION_MISSING: {
    meaning: 'A read model has rows, but nothing says up to where a partition was read.',
    remedy: 'Drop the schema of the read models, which are then built from the log; longplay up --fresh begins anew.',
  },
  LP_PROJECTION_BUNDLE: {
    meaning: 'The code that a generation of a read model was built with is not stored, or cannot be run.',
    remedy: 'Rebuild the projection, which builds it with today’s code.',
  },
  LP_PROJECTION_NEVER_RUN: {
    meaning: 'No projector has run with this database and prefix yet, so there are no read models.',
    remedy: 'Start longplay up, or longplay projections; or check DATABASE_URL and LONGPLAY_PREFIX.',
  },
  LP_PROJECTION_UNKNOWN: {
    meaning: 'No projection has this name.',
    remedy: 'List them: longplay projections status.',
  },
  LP_PROJECTION_BUSY: {
    meaning: 'A rebuild, verification, swap, rollback or heal of this projection is under way; there is one at a time.',
    remedy: 'Wait for it, or end it: longplay projections cancel NAME.',
  },
  LP_PROJECTION_OPERATION_LOST: {
    meaning: 'Another process works on this rebuild by now, since this one had not been heard of.',
    remedy: 'Nothing: the other one goes on from where it was noted.',
  },
  LP_PROJECTION_OPERATION_FAILED: {
    meaning: 'What was asked of a projection could not be done. The live generation is as it was.',
    remedy: 'Read the message; correct the cause and ask again.',
  },
  LP_PROJECTION_LIVE_BEHIND: {
    meaning:
      'The live generation is far behind the one that was built and does not catch up, so they cannot be compared.',
    remedy:
      'Resume the projection, or correct what keeps it, and ask for the swap, or the verification, again; or take the new one: longplay projections swap NAME --accept-differences --reason.',
  },
  LP_PROJECTION_KEY_TRIMMED: {
    meaning:
      'The log has nothing of this key, and older records of its topics were deleted, so nobody can tell whether its rows are right.',
    remedy: 'Leave them; or rebuild the projection, which has what the log still has, and look at the differences.',
  },
  LP_PROJECTION_HOLD: {
    meaning: 'A projection could not be held for comparing or switching its generations.',
    remedy:
      'Look for a statement that writes to it for long (pg_stat_activity), and ask again: for the swap, where the generation is ready.',
  },
  LP_PROJECTION_SWAP_BLOCKED: {
    meaning: 'A generation could not be switched, because a query has been reading the read model for very long.',
    remedy: 'End that query (pg_stat_activity), and ask for the swap: the generation is ready.',
  },
  LP_PROJECTION_NOTHING_OPEN: {
    meaning: 'No rebuild, verification or switch of this projection is under way.',
    remedy: 'See what was asked last: longplay projections status.',
  },
  LP_PROJECTION_NOTHING_READY: {
    meaning: 'No generation of this projection is ready to be swapped in.',
    remedy: 'Rebuild it first: longplay projections rebuild NAME.',
  },
  LP_PROJECTION_NO_PREVIOUS: {
    meaning: 'The generation before the live one is gone, so there is nothing to roll back to.',
    remedy: 'Rebuild it with the code that was right.',
  },
} as const satisfies Record<string, Explained>;
