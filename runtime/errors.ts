import { apiErrors } from './errors/api.ts';
import { backupErrors } from './errors/backup.ts';
import { beginningErrors } from './errors/beginning.ts';
import { codecErrors } from './errors/codec.ts';
import { erasureErrors } from './errors/erasure.ts';
import { gatewaysErrors } from './errors/gateways.ts';
import { hospitalErrors } from './errors/hospital.ts';
import { importingErrors } from './errors/importing.ts';
import { logErrors } from './errors/log.ts';
import { projectionsErrors } from './errors/projections.ts';
import { registryErrors } from './errors/registry.ts';
import { releasingErrors } from './errors/releasing.ts';
import { schemasErrors } from './errors/schemas.ts';
import { settingUpErrors } from './errors/setting-up.ts';
import { stackErrors } from './errors/stack.ts';
import { tasksErrors } from './errors/tasks.ts';

/**
 * Every error that a person can meet, by its stable code.
 *
 * The catalogue is the single source of docs/reference/errors.md (`npm run generate`). A thrown error adds the
 * particulars (which port, which field) as its message and may sharpen the remedy.
 */
export const errorCatalogue = {
  ...logErrors,
  ...settingUpErrors,
  ...registryErrors,
  ...stackErrors,
  ...apiErrors,
  ...codecErrors,
  ...erasureErrors,
  ...gatewaysErrors,
  ...tasksErrors,
  ...hospitalErrors,
  ...projectionsErrors,
  ...importingErrors,
  ...backupErrors,
  ...releasingErrors,
  ...beginningErrors,
  ...schemasErrors,
} as const;

export type ErrorCode = keyof typeof errorCatalogue;

/**
 * An error with a stable code, a cause and a remedy. Thrown for everything that an operator or a caller can act on;
 * a plain `Error` or `TypeError` stays what it is: a defect in this program.
 */
export class LongplayError extends Error {
  /** Stable, documented in docs/reference/errors.md. */
  readonly code: ErrorCode;
  /** What to do about it, one or two sentences. */
  readonly remedy: string;

  constructor(code: ErrorCode, message: string, options: { remedy?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'LongplayError';
    this.code = code;
    this.remedy = options.remedy ?? errorCatalogue[code].remedy;
  }
}
