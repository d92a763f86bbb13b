type Kind = {
  readonly meaning: string;
  /** Whether a try within the same run may do better. */
  readonly retry: boolean;
  /** Whether it counts against the provider at the circuit breaker. */
  readonly counts: boolean;
  /** Whether a person has to look: nothing gets better by waiting. */
  readonly alarm: boolean;
};

/** Why an effect is not known to be done. The codes stand in facts (`lastError`), so they never change their meaning. */
export const failures = {
  'provider-timeout': {
    meaning: 'The provider did not answer in time; it may have done what was asked.',
    retry: true,
    counts: true,
    alarm: false,
  },
  'provider-unreachable': {
    meaning: 'No connection, or it broke before the answer was there; the provider may have done what was asked.',
    retry: true,
    counts: true,
    alarm: false,
  },
  'provider-error': {
    meaning: 'The provider failed by itself (5xx); it may have done what was asked.',
    retry: true,
    counts: true,
    alarm: false,
  },
  'provider-busy': {
    meaning: 'The provider asked to slow down (425, 429).',
    retry: true,
    counts: true,
    alarm: false,
  },
  'call-in-progress': {
    meaning: 'The provider is still at work on an earlier try of this very call.',
    retry: true,
    counts: false,
    alarm: false,
  },
  'provider-postpones': {
    meaning: 'The provider works, and wants this very thing later (a mailbox that is full, a mail that is greylisted).',
    retry: true,
    counts: false,
    alarm: false,
  },
  'provider-untrusted': {
    meaning: 'No encrypted connection to whom we believe the provider to be (TLS, a certificate); nothing was sent.',
    retry: false,
    counts: true,
    alarm: true,
  },
  'provider-answer-invalid': {
    meaning: 'The provider’s answer cannot be understood, or is not the answer to what was asked.',
    retry: false,
    counts: true,
    alarm: true,
  },
  'provider-access-denied': {
    meaning:
      'The provider does not accept our credentials, or that it is us who ask (HTTP 401, 403; SMTP 535, 550 5.7.1).',
    retry: false,
    counts: false,
    alarm: true,
  },
  'provider-request-rejected': {
    meaning: 'The provider finds the request itself malformed (400): a defect on one of the two sides.',
    retry: false,
    counts: false,
    alarm: true,
  },
  'idempotency-key-reused': {
    meaning: 'The provider knows the idempotency key with another body: what stands under it is not this effect.',
    retry: false,
    counts: false,
    alarm: true,
  },
  'circuit-open': {
    meaning: 'Too many of the last calls failed, so the provider is left alone for a while; nothing was sent.',
    retry: false,
    counts: false,
    alarm: false,
  },
  'gateway-busy': {
    meaning: 'All calls that may run or wait at once already do; nothing was sent.',
    retry: false,
    counts: false,
    alarm: false,
  },
  'gateway-stalled': {
    meaning: 'Between deciding that a repeat was safe and sending it, so much time passed that it no longer was.',
    retry: true,
    counts: false,
    alarm: false,
  },
  'reference-missing': {
    meaning: 'The effect is older than the provider’s keys live, and has no reference to ask by; it is not repeated.',
    retry: false,
    counts: false,
    alarm: true,
  },
  'effect-invalid': {
    meaning: 'The effect’s state does not hold what its call needs; nothing was sent.',
    retry: false,
    counts: false,
    alarm: true,
  },
  'vault-unavailable': {
    meaning: 'The personal data that the call needs cannot be opened for now; nothing was sent.',
    retry: false,
    counts: false,
    alarm: false,
  },
  'gateway-defect': {
    meaning: 'The gateway’s own code failed; the provider may have done what was asked.',
    retry: false,
    counts: true,
    alarm: true,
  },
  'job-crashed': {
    meaning: 'The worker ended under the job: it aborted its process, or took more memory than it may.',
    retry: false,
    counts: false,
    alarm: false,
  },
  'job-timeout': {
    meaning: 'The job took longer than its time limit; its worker was ended.',
    retry: false,
    counts: false,
    alarm: false,
  },
  'job-threw': {
    meaning: 'The job threw an error, or what it is about could not be sent to its worker.',
    retry: false,
    counts: false,
    alarm: false,
  },
  'job-stopped': {
    meaning: 'The workers were stopped before the job was done; nothing is said of the job.',
    retry: false,
    counts: false,
    alarm: false,
  },
} as const satisfies Record<string, Kind>;

export type FailureCode = keyof typeof failures;

/** A call without a usable answer. Everything else that a provider adapter throws is taken for a defect in it. */
export class ProviderFailure extends Error {
  readonly code: FailureCode;
  /** For how long the provider wants to be left alone, ms; null: it did not say. */
  readonly retryAfter: number | null;

  constructor(code: FailureCode, message: string, options: { retryAfter?: number | null; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ProviderFailure';
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
  }
}
