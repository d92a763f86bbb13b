import { assignPartitions, type Claim } from '../assignment.ts';
import { LogError } from '../errors.ts';
import type { CommittedPosition } from '../port.ts';
import type { Session } from './network.ts';
import { nameOf, noTopic } from './refusals.ts';

export type Member = {
  readonly id: string;
  readonly session: Session;
  readonly topics: readonly string[];
  /** What it says that it owns, as of which generation. */
  claim: Claim;
  /** Has entered the rebalance that is under way. */
  joined: boolean;
  /** null until the rebalance is complete. */
  assignment: readonly number[] | null;
  /** The coordinator has dropped it: session expired, or it left. */
  gone: boolean;
  /** Called whenever the group changes. */
  readonly wake: () => void;
};

export type Group = {
  readonly name: string;
  generation: number;
  /** `joining`: a rebalance is under way and waits for members. */
  state: 'empty' | 'joining' | 'stable';
  readonly members: Map<string, Member>;
  readonly committed: Map<string, CommittedPosition>;
};

export type NewMember = Pick<Member, 'session' | 'topics' | 'wake'> & { readonly claim: Omit<Claim, 'member'> };

/** The group coordinator, with the classic, eager protocol: in a rebalance all members join again. */
export type GroupCoordinator = {
  get(name: string): Group;
  enter(group: Group, member: NewMember): Member;
  /** An existing member joins the rebalance. */
  rejoin(group: Group, member: Member, claim: Omit<Claim, 'member'>): void;
  /** LeaveGroup, or the end of the session. */
  remove(group: Group, member: Member): void;
  expireSessions(client: string): void;
  commit(group: string, positions: readonly CommittedPosition[]): void;
  /** A deleted topic's positions go with it. */
  forgetTopic(topic: string): void;
};

export function createGroupCoordinator(partitionsOf: (topic: string) => number | null): GroupCoordinator {
  const groups = new Map<string, Group>();
  let memberCount = 0;

  const get = (name: string): Group => {
    let group = groups.get(name);
    if (group === undefined) {
      group = { name, generation: 0, state: 'empty', members: new Map(), committed: new Map() };
      groups.set(name, group);
    }
    return group;
  };

  const wakeAll = (group: Group): void => {
    for (const member of group.members.values()) member.wake();
  };

  const startRebalance = (group: Group): void => {
    if (group.state === 'joining') return;
    group.state = 'joining';
    for (const member of group.members.values()) {
      member.joined = false;
      member.assignment = null;
    }
    wakeAll(group);
  };

  const completeIfAllJoined = (group: Group): void => {
    const members = [...group.members.values()];
    if (members.length === 0) {
      group.state = 'empty';
      return;
    }
    if (group.state !== 'joining' || members.some(member => !member.joined)) return;
    // Counts were compared when each member entered; a topic that was deleted since is told by whoever reads it.
    const partitions = members[0]?.topics.map(partitionsOf).find(count => count !== null) ?? 0;
    const assignment = assignPartitions(
      partitions,
      members.map(member => member.claim),
    );
    group.generation++;
    group.state = 'stable';
    for (const member of members) member.assignment = assignment.get(member.id) ?? [];
    wakeAll(group);
  };

  const remove = (group: Group, member: Member): void => {
    if (!group.members.delete(member.id)) return;
    member.gone = true;
    member.assignment = null;
    member.wake();
    startRebalance(group);
    completeIfAllJoined(group);
  };

  return {
    get,
    remove,

    enter: (group, { claim, ...rest }) => {
      refuseUnequalCounts([...group.members.values(), rest], partitionsOf);
      const id = `${rest.session.client}-${++memberCount}`;
      const member: Member = {
        ...rest,
        id,
        claim: { ...claim, member: id },
        joined: false,
        assignment: null,
        gone: false,
      };
      startRebalance(group);
      group.members.set(id, member);
      member.joined = true;
      completeIfAllJoined(group);
      return member;
    },

    rejoin: (group, member, claim) => {
      member.claim = { ...claim, member: member.id };
      member.joined = true;
      completeIfAllJoined(group);
    },

    expireSessions: client => {
      for (const group of groups.values()) {
        for (const member of [...group.members.values()]) if (member.session.client === client) remove(group, member);
      }
    },

    commit: (name, positions) => {
      const { committed } = get(name);
      for (const { topic, partition, offset, metadata } of positions) {
        committed.set(nameOf({ topic, partition }), { topic, partition, offset, metadata });
      }
    },

    forgetTopic: topic => {
      for (const { committed } of groups.values()) {
        for (const [key, position] of committed) if (position.topic === topic) committed.delete(key);
      }
    },
  };
}

function refuseUnequalCounts(
  members: readonly Pick<Member, 'topics'>[],
  partitionsOf: (topic: string) => number | null,
): void {
  const topics = [...new Set(members.flatMap(member => member.topics))];
  const counts = topics.map(topic => ({ topic, count: partitionsOf(topic) }));
  const missing = counts.find(({ count }) => count === null);
  if (missing !== undefined) throw noTopic(missing.topic);
  if (new Set(counts.map(({ count }) => count)).size <= 1) return;
  const told = counts.map(({ topic, count }) => `${topic} ${count}`).join(', ');
  throw new LogError('fatal', `The topics of a group must have one partition count: ${told}.`, {
    remedy: 'A topic keeps its partition count for life: export, and import under a new prefix.',
  });
}
