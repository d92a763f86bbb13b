import { LogError } from '../errors.ts';
import type { Cluster } from './cluster.ts';
import type { Group, Member } from './groups.ts';
import type { Session } from './network.ts';
import { createWaker } from './wake.ts';

export type MembershipOptions = {
  readonly cluster: Cluster;
  readonly session: Session;
  readonly group: string;
  readonly topics: readonly string[];
  readonly assigned: (partitions: readonly number[]) => void;
  /** A rebalance has begun, or the session is over: nothing may be delivered until the next assignment. */
  readonly revoked: () => void;
  readonly failed: (error: unknown) => void;
};

export type Membership = {
  /** Whether the coordinator still sees this member as the owner; false during a rebalance. */
  owns(partition: number): Promise<boolean>;
  leave(): Promise<void>;
};

/** Stays a member of a group: joins, learns the assignment, and joins again when a heartbeat tells of a rebalance. */
export function startMembership(options: MembershipOptions): Membership {
  const { cluster, session, topics } = options;
  const { network, groups } = cluster;
  const group: Group = groups.get(options.group);
  const waker = createWaker();
  let member: Member | null = null;
  let claim: { owned: readonly number[]; generation: number } = { owned: [], generation: -1 };
  let leaving = false;

  const active = (): boolean => !leaving && session.state === 'open';
  const sleepWhile = async (condition: () => boolean): Promise<void> => {
    while (active() && condition()) await waker.asleep();
  };

  const joinOnce = async (): Promise<void> => {
    const current = await network.call(session, 'join', group.name, () => {
      if (!active()) return null;
      if (member === null || member.gone) member = groups.enter(group, { session, topics, wake: waker.wake, claim });
      else groups.rejoin(group, member, claim);
      return member;
    });
    if (current === null) return;
    // No longer joined: this rebalance was completed and the next one begun before this member heard of either.
    await sleepWhile(() => current.joined && current.assignment === null && !current.gone);
    if (!active() || current.gone) return;

    const { owned, generation } = await network.call(session, 'sync', group.name, () => ({
      owned: current.assignment,
      generation: group.generation,
    }));
    // Another rebalance has begun meanwhile: this assignment no longer holds.
    if (owned === null || !active()) return;
    claim = { owned, generation };
    options.assigned(owned);
    await sleepWhile(() => !current.gone && current.assignment !== null);
    if (!active()) return;

    await network.call(session, 'heartbeat', group.name, () => undefined);
    if (active()) options.revoked();
  };

  const run = async (): Promise<void> => {
    while (active()) {
      try {
        await joinOnce();
      } catch (error) {
        if (!(error instanceof LogError) || error.kind !== 'unavailable') throw error;
        await network.untilUp();
      }
    }
  };
  run().catch(error => {
    if (active()) options.failed(error);
  });

  return {
    owns: partition =>
      network.call(session, 'owns', group.name, () => member?.assignment?.includes(partition) === true),

    leave: async () => {
      leaving = true;
      waker.wake();
      try {
        await network.call(session, 'leave', group.name, () => {
          if (member !== null && !member.gone) groups.remove(group, member);
        });
      } catch (error) {
        // The broker is away, or the log is closed: its session ends by itself.
        if (!(error instanceof LogError)) throw error;
      }
    },
  };
}
