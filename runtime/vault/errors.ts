import { type ErrorCode, LongplayError } from '../errors.ts';

type VaultErrorCode = Extract<ErrorCode, `LP_VAULT_${string}`>;

/**
 * `retriable`: the vault can't tell now; try again later, and never go on as if the data weren't there.
 * `fatal`: it can't tell until somebody corrects something.
 */
export class VaultError extends LongplayError {
  readonly kind: 'retriable' | 'fatal';

  constructor(code: VaultErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(code, message, options);
    this.name = 'VaultError';
    this.kind = code === 'LP_VAULT_UNAVAILABLE' || code === 'LP_VAULT_KEY_MISSING' ? 'retriable' : 'fatal';
  }
}
