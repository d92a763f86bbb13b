import type { PartitionAssigner } from 'kafkajs';
import { assignPartitions, type Claim } from '../assignment.ts';
import { LogError } from '../errors.ts';
import { kafkajs } from './client.ts';
import type { Session } from './session.ts';

const NAME = 'longplay-co-partitioned-sticky';
const VERSION = 1;

/** What a member tells about itself when it joins. */
type Holding = Omit<Claim, 'member'>;

/**
 * Co-partitioned sticky assignment (assignment.ts) as kafkajs takes it. kafkajs itself brings only round robin, which
 * moves nearly everything on every join.
 *
 * `holding` tells what this member owns; `session` the partition counts, which must be equal (they are the tasks).
 */
export function coPartitionedSticky(session: () => Promise<Session>, holding: () => Holding): PartitionAssigner {
  const { MemberMetadata, MemberAssignment } = kafkajs.AssignerProtocol;
  return () => ({
    name: NAME,
    version: VERSION,
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: MemberMetadata.encode({ version: VERSION, topics, userData: Buffer.from(JSON.stringify(holding())) }),
    }),
    assign: async ({ members, topics }) => {
      const count = await commonPartitionCount(await session(), topics);
      const claims = members.map(({ memberId, memberMetadata }) => ({
        member: memberId,
        ...parseHolding(MemberMetadata.decode(memberMetadata)?.userData),
      }));
      return [...assignPartitions(count, claims)].map(([memberId, partitions]) => ({
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

function parseHolding(userData: Buffer | undefined): Holding {
  try {
    const parsed = JSON.parse(userData?.toString('utf8') ?? '') as Holding;
    if (Array.isArray(parsed.owned) && typeof parsed.generation === 'number') return parsed;
  } catch {
    // A member of another program version: it keeps nothing, and gets an even share all the same.
  }
  return { owned: [], generation: -1 };
}
