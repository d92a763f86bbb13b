import type { Explained } from './explained.ts';

/** Making a release (docs/guide/releasing.md). Nothing was changed where one of these is told. */
export const releasingErrors = {
  LP_RELEASE_VERSION: {
    meaning: 'The version to release is not MAJOR.MINOR.PATCH, or is not greater than the last one.',
    remedy: 'Give a greater version, such as `npm run release -- 1.3.0` after 1.2.4.',
  },
  LP_RELEASE_CHECKOUT: {
    meaning:
      'A release was asked for where the checkout is not what others have: changes, another branch, a taken tag.',
    remedy: 'Commit or remove what the message lists, and release from the branch main.',
  },
  LP_RELEASE_STALE: {
    meaning: 'Generated files are not what the sources say.',
    remedy: 'Run `npm run generate` and commit what it wrote.',
  },
  LP_RELEASE_FROZEN_CHANGED: {
    meaning: 'What an earlier release froze was changed or removed since.',
    remedy: 'Take the file back from the tag of its release; a change belongs into the schema’s working file.',
  },
  LP_RELEASE_INCOMPATIBLE: {
    meaning:
      'A schema no longer reads, or is no longer read by, a version that was released, or could never grow again.',
    remedy: 'Follow the message: give the field a default, or take back what was removed or changed.',
  },
  LP_RELEASE_OPERATION_REMOVED: {
    meaning: 'The API lacks an operation that the last release has, so that clients of it would break.',
    remedy: 'Bring the operation back, or release a new major version (before 1.0.0 a minor one).',
  },
  LP_RELEASE_API_BREAKS: {
    meaning: 'A request, an answer or a topic changed since the last release in a way that breaks who relies on it.',
    remedy: 'Take the change back, or release a new major version (before 1.0.0 a minor one).',
  },
  LP_RELEASE_NOTES: {
    meaning: 'Nobody said what is new in the release.',
    remedy: 'Write it in CHANGELOG.md below `## [Unreleased]`, or give a file with --notes.',
  },
  LP_RELEASE_FAILED: {
    meaning: 'Writing, committing or tagging the release failed; everything was put back.',
    remedy: 'Read the cause in the message, repair it, and give the same command again.',
  },
} as const satisfies Record<string, Explained>;
