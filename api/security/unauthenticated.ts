import { LongplayError } from '../../runtime/errors.ts';

/** Says what is wrong, and never shows what was sent. */
export const unauthenticated = (detail: string, cause?: unknown): LongplayError =>
  new LongplayError('LP_API_UNAUTHENTICATED', detail, { cause });
