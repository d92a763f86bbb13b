import type { OutcomeOut } from '../runtime/tasks/definition.ts';
import type { FatEvent } from '../runtime/tasks/fat-event.ts';
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

type Remembering = { readonly requests: readonly AppliedRequest[] };

type Door<S extends FatEvent & Remembering> = {
  /** The topic of the request, and the one that the owner writes. */
  readonly topic: string;
  readonly owned: string;
  readonly key: string;
  /** What there is. */
  readonly state: S | null;
  readonly now: number;
  /**
   * Where what there is stays as it is for good: the code that every request is rejected with. It is not remembered, so
   * a repeat is rejected again, in the same words.
   */
  readonly final?: string | null;
};

/** What a decision and what a saga has heard (`Decision`, `Heard`) have in common. */
type Said<D extends Remembering> = {
  readonly state?: D;
  readonly what?: string | readonly string[];
  readonly reason?: string;
  readonly outcomes?: readonly OutcomeOut[];
};

/**
 * A request from outside, decided once, remembered, and answered by its outcome. `judge` says what it comes to (without
 * a state: what there is stays), or the code to reject it with; where it rejects and there is nothing, nothing is
 * remembered.
 */
export function decidedOnce<S extends FatEvent & Remembering, R extends Said<Remembering>>(
  request: RequestRecord,
  { topic, owned, key, state, now, final = null }: Door<S>,
  judge: () => R | string,
): R | Said<S> {
  const ask = askedBy(topic, request);
  const { version, requests } = state ?? { version: 0, requests: [] };
  const door = atTheDoor(ask, { topic: owned, key, version, requests });
  if (door === 'repeat') return {};
  if (final !== null) return { outcomes: [rejected(ask, final)] };
  const judged = door === null ? judge() : door.reject;
  const remember = <D extends Remembering>(draft: D, reason: string | null): D => ({
    ...draft,
    requests: remembered(requests, ask, now, reason),
  });
  if (typeof judged !== 'string') {
    const next = judged.state ?? state;
    return { ...judged, ...(next === null ? {} : { state: remember(next, null) }), outcomes: [accepted(ask)] };
  }
  const outcomes = [rejected(ask, judged)];
  if (state === null) return { outcomes };
  return { state: remember(state, judged), what: `${ask.type}_REFUSED`, reason: judged, outcomes };
}
