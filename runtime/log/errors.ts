import { type ErrorCode, LongplayError } from '../errors.ts';

/** The five things that can go wrong with a log, and no more: each adapter maps its own codes onto them in one table. */
export type LogErrorKind = 'fenced' | 'outcome-unknown' | 'retriable' | 'unavailable' | 'fatal';

const codes: Record<LogErrorKind, ErrorCode> = {
  fenced: 'LP_LOG_FENCED',
  'outcome-unknown': 'LP_LOG_OUTCOME_UNKNOWN',
  retriable: 'LP_LOG_RETRIABLE',
  unavailable: 'LP_LOG_UNAVAILABLE',
  fatal: 'LP_LOG_FATAL',
};

/**
 * What a caller does with each kind:
 * - `fenced`: somebody else owns this now, or the broker gave the transaction up; drop the work, and fence again only
 *   where the partition is still one's own.
 * - `outcome-unknown`: fence again, then compare the committed position.
 * - `retriable`, `unavailable`: try again later; `unavailable` also turns health red.
 * - `fatal`: stop; a person has to look.
 */
export class LogError extends LongplayError {
  readonly kind: LogErrorKind;

  constructor(
    kind: LogErrorKind,
    message: string,
    options: { code?: ErrorCode; remedy?: string; cause?: unknown } = {},
  ) {
    super(options.code ?? codes[kind], message, options);
    this.name = 'LogError';
    this.kind = kind;
  }
}
