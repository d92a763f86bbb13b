import type { Reader } from '../codec/reader.ts';
import { isOpenCase } from '../hospital/case.ts';
import { isHalted } from '../hospital/standing.ts';
import type { Log } from '../log/port.ts';
import type { Processor } from '../tasks/definition.ts';
import { topicOf, type Wire } from '../tasks/engine.ts';
import type { Owed } from '../tasks/owed.ts';
import { caseReader, hospitalOf } from '../tasks/ward.ts';
import { follower } from './follow.ts';
import type { Ends } from './quiet.ts';

/**
 * Facts whose effects are not answered yet, of every processor: something outside is being done, or about to be. Those of
 * a key that waits in the hospital do not count: nobody asks for them until it is free, wherever that will be.
 */
export type PendingEffects = {
  /** Reads on to these ends, by full topic name. */
  readTo(ends: Ends): Promise<void>;
  /** What is pending, a phrase for each processor. */
  told(): readonly string[];
  /** By the name of a hospital's topic, without the prefix: open cases, and tasks that stand still. */
  waiting(): ReadonlyMap<string, number>;
};

export type PendingEffectsOptions = {
  readonly log: Log;
  readonly prefix: string;
  readonly wire: Pick<Wire, 'reader' | 'owed'>;
  readonly processors: readonly Pick<Processor, 'name' | 'owns'>[];
  readonly signal: AbortSignal;
};

/** Follows the fact topics and those of the cases from their beginning; each call reads what is new. */
export function pendingEffects({ log, prefix, wire, processors, signal }: PendingEffectsOptions): PendingEffects {
  const followed = processors.map(({ name, owns }) => ({
    name,
    facts: topicOf({ prefix }, owns),
    ofFacts: follower(log, wire.owed?.(owns) ?? (wire.reader(owns) as unknown as Reader<Owed>)),
    pending: new Set<string>(),
    cases: topicOf({ prefix }, hospitalOf(name)),
    ofCases: follower(log, caseReader({ wire: wire as Wire }, name)),
    /** The key that each open case blocks. */
    blocking: new Map<string, string>(),
    /** Open cases and standings, each by where it is. */
    waiting: new Set<string>(),
  }));

  return {
    readTo: async ends => {
      for (const { facts, ofFacts, pending, cases, ofCases, blocking, waiting } of followed) {
        const noteFact = (key: string, fact: Owed | null): void => {
          if (fact !== null && fact.effects.length > 0) pending.add(key);
          else pending.delete(key);
        };
        const inFacts = ends.get(facts) ?? [];
        const inCases = ends.get(cases) ?? [];
        await Promise.all([
          ...inFacts.map(where => ofFacts.readTo(where, noteFact, signal)),
          ...inCases.map(where =>
            ofCases.readTo(
              where,
              (id, one) => {
                if (one?.blockedKey != null && isOpenCase(one)) blocking.set(id, one.blockedKey);
                else blocking.delete(id);
                const waits = one !== null && (one.standing ? isHalted(one.standing) : isOpenCase(one));
                if (waits) waiting.add(`${where.partition} ${id}`);
                else waiting.delete(`${where.partition} ${id}`);
              },
              signal,
            ),
          ),
        ]);
      }
    },
    waiting: () => new Map(followed.map(({ name, waiting }) => [hospitalOf(name), waiting.size])),
    told: () =>
      followed.flatMap(({ name, pending, blocking }) => {
        const blocked = new Set(blocking.values());
        const keys = [...pending].filter(key => !blocked.has(key));
        return keys.length === 0 ? [] : [`${name} waits for effects of ${keys.length} keys, such as ${keys[0]}`];
      }),
  };
}
