import type { Explained } from './explained.ts';

/** Checking schemas. */
export const schemasErrors = {
  LP_SCHEMAS_NO_REPOSITORY: {
    meaning: 'Schemas were to be compared with git, and they lie in no git repository, or git is not installed.',
    remedy: 'Run the command in a clone of the repository, or compare with the registry or the topics.',
  },
  LP_SCHEMAS_REF_MISSING: {
    meaning: 'This clone does not have the git ref that schemas were to be compared with.',
    remedy: 'Fetch it with the command that the message names; a build server often clones one branch only.',
  },
  LP_SCHEMAS_UNREACHABLE: {
    meaning: 'Schemas were to be compared with a server that is not known or does not answer.',
    remedy: 'Start a local stack (`npm start`), or set SCHEMA_REGISTRY_URL and KAFKA_BROKERS; git needs neither.',
  },
  LP_SCHEMAS_NOT_FOUND: {
    meaning: 'A schema was named that is neither a file nor one of the catalogue.',
    remedy: 'Name a file, a schema as `npx longplay schemas list` shows it, or a released version of one (orders@1).',
  },
  LP_SCHEMAS_ACCEPTANCE_INVALID: {
    meaning: 'A line of schemas/accepted-warnings accepts no warning.',
    remedy: 'Write FINGERPRINT OWNER REASON on it; `npx longplay schemas check` prints the line for each warning.',
  },
  LP_SCHEMAS_INCOMPATIBLE: {
    meaning:
      'A schema of this program breaks readers or records of earlier versions; nothing was started or registered.',
    remedy: 'Mend it as the message says, and try with `npx longplay schemas check`.',
  },
} as const satisfies Record<string, Explained>;
