import { describe, expect, it } from 'vitest';
import { createMemoryBroker, type MemoryBroker } from './log.ts';
import { createStepper, type Stepper } from './stepper.ts';

type Member = { readonly assignments: (readonly number[])[]; readonly batches: number[] };

/** A broker with one topic of two partitions, a record in each, and members that deliver from the start if told so. */
async function group() {
  const stepper = createStepper();
  const broker = createMemoryBroker({ schedule: stepper.schedule, now: () => 0 });
  const { admin, writer } = broker.log('source');
  void admin.createTopics([{ name: 't', partitions: 2, replication: 1, config: {} }]);
  await stepper.drain();
  const append = async () => {
    const records = [0, 1].map(partition => ({ topic: 't', partition, key: null, value: null }));
    void (await writer()).append(records);
    await stepper.run(stepper.pending().find(({ operation }) => operation === 'append') as never);
  };
  await append();
  return { stepper, broker, append, join: (client: string, deliver: () => boolean) => join(broker, client, deliver) };
}

function join(broker: MemoryBroker, client: string, deliver: () => boolean): Member {
  const reader = broker.log(client).groupReader({ group: 'g', topics: ['t'] });
  const member: Member = { assignments: [], batches: [] };
  void reader.start({
    assigned: partitions => {
      member.assignments.push(partitions);
      for (const partition of deliver() ? partitions : []) {
        reader.deliver(partition, [{ topic: 't', partition, offset: 0n }]);
      }
    },
    batch: async ({ partition }) => {
      member.batches.push(partition);
    },
    failed: error => expect.unreachable(String(error)),
  });
  return member;
}

const run = async (stepper: Stepper, client: string, operation: string): Promise<void> => {
  const step = stepper.pending().find(one => one.client === client && one.operation === operation);
  await stepper.run(step as never);
};

describe('membership of a group', () => {
  it('given a heartbeat that is lost, then the next assignment still silences what was delivered before', async () => {
    const { stepper, broker, append, join } = await group();
    let deliver = true;
    const one = join('one', () => deliver);
    await stepper.drain();
    expect([one.assignments, one.batches]).toEqual([[[0, 1]], [0, 1]]);
    deliver = false;
    join('two', () => false);
    await run(stepper, 'two', 'join');
    broker.down();
    await run(stepper, 'one', 'heartbeat');
    broker.up();
    await stepper.drain();
    expect(one.assignments).toEqual([[0, 1], [0]]);
    await append();
    await stepper.drain();
    expect(one.batches).toEqual([0, 1]);
  });

  it('given a rebalance that is over before a member has heard of it, and the next begun, then it joins that', async () => {
    const { stepper, broker, join } = await group();
    const members = ['one', 'two', 'three'].map(client => join(client, () => false));
    for (const client of ['one', 'two', 'three']) await run(stepper, client, 'join');
    // 'one' entered alone, so it has an assignment already; the others wait for it.
    broker.crash('one');
    broker.crash('three');
    broker.expireSession('one');
    broker.expireSession('three');
    await stepper.drain();
    expect(members[1]?.assignments).toEqual([[0, 1]]);
    expect(broker.members('g')).toEqual([{ client: 'two', partitions: [0, 1] }]);
  });
});
