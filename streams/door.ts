import type { Decision, OutcomeOut } from '../runtime/tasks/definition.ts';
import type { Draft, FatEvent } from '../runtime/tasks/fat-event.ts';
import type { AppliedRequest, VersionRef } from '../schemas/types/shared.ts';

/** What every request from outside says of itself. */
export type Asked = {
  readonly topic: string;
  readonly id: string;
  readonly type: string;
  readonly bodyHash: string | null;
  readonly restsOn: readonly VersionRef[];
};

/** What the owner knows of the key that is asked about. */
export type Owned = {
  readonly topic: string;
  readonly key: string;
  /** 0 where there is none yet. */
  readonly version: number;
  readonly requests: readonly AppliedRequest[];
};

type RequestRecord = {
  readonly event: { readonly id: string };
  readonly type: string;
  readonly bodyHash: string | null;
  readonly restsOn: readonly VersionRef[];
};

export const askedBy = (topic: string, { event, type, bodyHash, restsOn }: RequestRecord): Asked => ({
  topic,
  id: event.id,
  type,
  bodyHash,
  restsOn,
});

/** Most requests that a fact remembers (its schema's bound). A repeat beyond them is judged by the state. */
const REMEMBERED = 64;

/**
 * What is to be said before the request is looked at: `repeat` (nothing: it was decided), a code to reject it with, or
 * null. Versions can be named of the owner's own topic only: it is the one that the owner knows to be the newest.
 */
export function atTheDoor(asked: Asked, owned: Owned): 'repeat' | { readonly reject: string } | null {
  const earlier = owned.requests.filter(one => one.id === asked.id);
  if (earlier.some(one => one.bodyHash === asked.bodyHash)) return 'repeat';
  if (earlier.length > 0) return { reject: 'idempotency-key-reused' };
  for (const { topic, key, version } of asked.restsOn) {
    if (topic !== owned.topic || key !== owned.key) return { reject: 'version-of-another' };
    if (version < owned.version) return { reject: 'version-overtaken' };
    if (version > owned.version) return { reject: 'version-unknown' };
  }
  return null;
}

/** The requests decided, and this one. `reason` null: accepted. */
export function remembered(
  requests: readonly AppliedRequest[],
  asked: Asked,
  at: number,
  reason: string | null,
): readonly AppliedRequest[] {
  const applied = { id: asked.id, type: asked.type, at, accepted: reason === null, reason, bodyHash: asked.bodyHash };
  return [...requests, applied].slice(-REMEMBERED);
}

const about = ({ id, topic, type, bodyHash }: Asked) => ({
  requestId: id,
  requestTopic: topic,
  requestType: type,
  bodyHash,
});

export const accepted = (asked: Asked): OutcomeOut => ({ ...about(asked), answer: 'ACCEPTED' });

export const rejected = (asked: Asked, reason: string, fields: readonly string[] = []): OutcomeOut => ({
  ...about(asked),
  answer: 'REJECTED',
  reason,
  fields,
});

type Door<S extends FatEvent> = {
  /** The topic of the request, and the one that the owner writes. */
  readonly asked: string;
  readonly owned: string;
  readonly key: string;
  /** What there is; null where there is nothing to be asked about. */
  readonly state: S | null;
  /** The code to reject it with where there is nothing. */
  readonly unknown: string;
  readonly now: number;
  /** What the request comes to, or the code to reject it with. */
  readonly judge: (state: S) => Decision<S> | string;
};

/** A request about something that there is: decided once, remembered, and answered by its outcome. */
export function asked<S extends FatEvent & { readonly requests: readonly AppliedRequest[] }>(
  request: RequestRecord,
  { asked: topic, owned, key, state, unknown, now, judge }: Door<S>,
): Decision<S> {
  const ask = askedBy(topic, request);
  const { version, requests } = state ?? { version: 0, requests: [] };
  const door = atTheDoor(ask, { topic: owned, key, version, requests });
  if (door === 'repeat') return {};
  if (state === null) return { outcomes: [rejected(ask, door?.reject ?? unknown)] };
  const judged = door === null ? judge(state) : door.reject;
  const reason = typeof judged === 'string' ? judged : null;
  const next: Draft<S> = {
    ...(typeof judged === 'string' ? state : (judged.state ?? state)),
    requests: remembered(requests, ask, now, reason),
  };
  if (typeof judged !== 'string') return { ...judged, state: next, outcomes: [accepted(ask)] };
  return { state: next, what: `${ask.type}_REFUSED`, reason: judged, outcomes: [rejected(ask, judged)] };
}
