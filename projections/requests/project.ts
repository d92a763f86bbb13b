import type { Outcome } from '../../schemas/types/outcomes.ts';

export type RequestRow = {
  readonly request_id: string;
  readonly body_hash: string;
  readonly version: number;
  readonly answer: Outcome['answer'];
  readonly processor: string;
  readonly request_topic: string;
  readonly request_key: string;
  readonly request_type: string;
  readonly fact_topic: string | null;
  readonly fact_key: string | null;
  readonly fact_version: number | null;
  readonly reason: string | null;
  readonly fields: readonly string[];
  readonly decided_at: string;
};

/**
 * The first outcome of a request stays: one that is sent again long after its owner has forgotten it may be decided once
 * more, by the state. So all outcomes have the same version.
 */
export const project = (outcome: Outcome): RequestRow => ({
  request_id: outcome.requestId,
  body_hash: outcome.bodyHash ?? '',
  version: 1,
  answer: outcome.answer,
  processor: outcome.processor,
  request_topic: outcome.requestTopic,
  request_key: outcome.requestKey,
  request_type: outcome.requestType,
  fact_topic: outcome.fact?.topic ?? null,
  fact_key: outcome.fact?.key ?? null,
  fact_version: outcome.fact?.version ?? null,
  reason: outcome.reason,
  fields: outcome.fields,
  decided_at: new Date(outcome.event.time).toISOString(),
});
