import type { Explained } from './explained.ts';

/** Projections: read models in Postgres. */
export const projectionsErrors = {
  LP_PROJECTION_POISON: {
    meaning: 'A record could not be projected. Nothing was skipped; its partition of the projection stands still.',
    remedy: 'Read the cause. Correct the projection, or the schema, and start it again.',
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
} as const satisfies Record<string, Explained>;
