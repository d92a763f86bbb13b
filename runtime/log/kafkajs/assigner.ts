import type { PartitionAssigner } from 'kafkajs';
import { LogError } from '../errors.ts';
import { kafkajs } from './client.ts';
import type { Session } from './session.ts';

const NAME = 'longplay-co-partitioned-sticky';
const VERSION = 1;

/** What a member owned, and since when: a zombie that comes back claims what others have long since taken over. */
type Claim = { readonly partitions: readonly number[]; readonly since: number };

/**
 * Assigns partition *numbers*: a member gets the same numbers of every topic, and keeps what it has as far as an even
 * share allows. kafkajs brings only round robin, which moves nearly everything on every join.
 *
 * `owned` tells what this member holds; `session` the partition counts, which must be equal (they are the tasks).
 */
export function coPartitionedSticky(session: () => Promise<Session>, owned: () => Claim): PartitionAssigner {
  const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
  return () => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.from(JSON.stringify(owned())) }),
    }),
    assign: async ({ members, topics }) => {
      const count = await commonPartitionCount(await session(), topics);
      const claims = members.map(({ memberId, memberMetadata }) => ({
        memberId,
        claim: parseClaim(MemberMetadata.decode(memberMetadata)?.userData),
      }));
      return [...shareOut(count, claims)].map(([memberId, partitions]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({
          version: VERSION,
          assignment: Object.fromEntries(topics.map(topic => [topic, partitions])),
          userData: Buffer.alloc(0),
        }),
      }));
    },
  });
}

/** The partition count that all topics share; throws a fatal LogError that names the odd ones. */
export async function commonPartitionCount(session: Session, topics: readonly string[]): Promise<number> {
  const counts = await Promise.all(
    topics.map(async topic => ({ topic, count: (await session.topic(topic)).partitions.length })),
  );
  const count = counts[0]?.count ?? 0;
  if (counts.some(one => one.count !== count)) {
    const list = counts.map(one => `${one.topic} has ${one.count}`).join(', ');
    throw new LogError('fatal', `The inputs of one reader must have one partition count: ${list}.`, {
      remedy: 'A partition count is fixed for life. Export, and import under a new prefix with equal counts.',
    });
  }
  return count;
}

/** Even shares; the newest claim to a partition wins; what is left goes to whoever has least. */
export function shareOut(
  count: number,
  members: readonly { readonly memberId: string; readonly claim: Claim }[],
): Map<string, number[]> {
  const ordered = [...members].sort((a, b) => (a.memberId < b.memberId ? -1 : 1));
  const shares = new Map<string, number[]>(ordered.map(({ memberId }) => [memberId, []]));
  const floor = Math.floor(count / ordered.length);
  let larger = count % ordered.length; // so many members may hold one more
  const taken = new Set<number>();
  for (const { memberId, claim } of [...ordered].sort((a, b) => b.claim.since - a.claim.since)) {
    const share = shares.get(memberId) as number[];
    for (const partition of [...claim.partitions].sort((a, b) => a - b)) {
      if (partition >= count || taken.has(partition)) continue;
      if (share.length === floor && larger > 0) larger--;
      else if (share.length >= floor) continue;
      share.push(partition);
      taken.add(partition);
    }
  }
  for (let partition = 0; partition < count; partition++) {
    if (taken.has(partition)) continue;
    const least = [...shares.values()].reduce((a, b) => (b.length < a.length ? b : a));
    least.push(partition);
  }
  for (const share of shares.values()) share.sort((a, b) => a - b);
  return shares;
}

function parseClaim(userData: Buffer | undefined): Claim {
  try {
    const parsed = JSON.parse(userData?.toString('utf8') ?? '') as Claim;
    if (Array.isArray(parsed.partitions) && typeof parsed.since === 'number') return parsed;
  } catch {
    // A member of another program version: it keeps nothing, and gets an even share all the same.
  }
  return { partitions: [], since: 0 };
}
