import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { adoptInput } from '../../runtime/tasks/adopt.ts';
import { runProcessor } from '../../runtime/tasks/processor-run.ts';
import { bareEngine, facts, json } from '../../runtime/tasks/testing/bare.ts';
import { hospitalWire, tally } from './tally.ts';
import { expectAll, memoryWorld, rounds, type Started, type State, type World } from './world.ts';

let world: World;
const inputs = rounds(['a', 'b', 'c'], 2);
beforeEach(async () => {
  world = await memoryWorld();
});
afterEach(() => world.stop());

const fact = async (key: string): Promise<State> => (await facts(world.log, 'p.own'))[key] as State;
const answerTo = async (id: string | undefined) => (await world.outcomes()).find(({ requestId }) => requestId === id);
const codeOf = (started: Started) => (started.run.status().tasks[0]?.error as { code?: string } | null)?.code;

describe('an owner that is asked', () => {
  it('given a republish of all, then each newest fact is written once more, and only its version and event change', async () => {
    await world.start('first');
    await world.tell(...inputs);
    await world.until(() => expectAll(world, inputs));
    const all = await facts(world.log, 'p.own');
    const before = all.a as State;
    const [id] = await world.ask({
      type: 'REPUBLISH',
      target: 'task',
      reason: 'a new schema',
      republish: { key: null, schemaIds: [] },
    });
    await world.until(async () => expect(await answerTo(id)).toMatchObject({ answer: 'ACCEPTED' }));
    for (const key of ['a', 'b', 'c']) expect((await fact(key)).version).toBe((all[key] as State).version + 1);
    const { event, version, ...content } = await fact('a');
    expect({ ...content, event: 0, version: 0 }).toEqual({ ...before, event: 0, version: 0 });
    expect(event).toMatchObject({ id: `own/a/${version}`, causes: [...before.event.causes, id] });
    await world.tell({ key: 'a', n: 2 });
    await world.until(async () => expect(await fact('a')).toMatchObject({ version: version + 1, count: 3 }));
  });

  it('given a republish of one key, or of facts of a schema that there is none of, then no other is written', async () => {
    await world.start('first');
    await world.tell(...inputs);
    await world.until(() => expectAll(world, inputs));
    const [a, b] = [await fact('a'), await fact('b')];
    const ask = async (key: string | null, schemaIds: number[]) =>
      (await world.ask({ type: 'REPUBLISH', target: 'task', reason: '', republish: { key, schemaIds } }))[0];
    await ask('b', []);
    const last = await ask(null, [77]);
    await world.until(async () => expect(await answerTo(last)).toBeDefined());
    expect([(await fact('a')).version, (await fact('b')).version]).toEqual([a.version, b.version + 1]);
  });

  it('given a repair, then it is the next fact of its key; of another version it is refused', async () => {
    await world.start('first');
    await world.tell(...inputs);
    await world.until(() => expectAll(world, inputs));
    const { version } = await fact('a');
    const repair = async (restsOnVersion: number) => {
      const value = json.encode({ ...(await fact('a')), count: 40 });
      const body = { key: 'a', restsOnVersion, value };
      return (await world.ask({ type: 'REPAIR', target: 'a', reason: 'counted wrong', repair: body }))[0];
    };
    const stale = await repair(version - 1);
    await world.until(async () => expect(await answerTo(stale)).toMatchObject({ reason: 'version-changed' }));
    const right = await repair(version);
    await world.until(async () =>
      expect(await answerTo(right)).toMatchObject({
        answer: 'ACCEPTED',
        fact: { topic: 'own', key: 'a', version: version + 1 },
      }),
    );
    const repaired = await fact('a');
    expect(repaired).toMatchObject({ count: 40, version: version + 1 });
    expect(repaired.history.at(-1)).toMatchObject({ what: 'REPAIRED', cause: right, version: version + 1 });
    await world.tell({ key: 'a', n: 2 });
    await world.until(async () => expect(await fact('a')).toMatchObject({ version: version + 2, count: 41 }));
  });
});

describe('an installation', () => {
  it('given positions of a version without a hospital, then it begins with the operations by itself', async () => {
    const { log } = await world.harness.open('old');
    const old = await runProcessor(bareEngine(log, { wire: hospitalWire() }), tally(world.bug));
    await world.tell(...inputs.slice(0, 3));
    await world.until(() => expectAll(world, inputs.slice(0, 3)));
    await old.stop();
    const first = await world.start('first');
    await world.tell(...inputs.slice(3));
    await world.until(() => expectAll(world, inputs));
    expect(first.run.status().tasks[0]).toMatchObject({ state: 'running', error: null });
  });

  it('given that only the positions of the operations are gone, then it refuses, and may be told where to begin', async () => {
    world.bug.defect = key => key === 'b';
    const first = await world.start('first');
    await world.tell(...inputs);
    await world.until(async () => expect(await world.open()).toHaveLength(2));
    await first.run.stop();
    await forget('p.tally.operations');
    const next = await world.start('next');
    await world.until(async () => expect(codeOf(next)).toBe('LP_TASK_INPUT_NOT_ADOPTED'));
    await next.run.stop();
    await adoptInput({ log: world.log, prefix: 'p' }, tally(world.bug), 'tally.operations', 'latest');
    const last = await world.start('last');
    await world.until(async () => expect(last.run.status().tasks[0]?.state).toBe('running'));
  });

  it('given that its hospital was made anew, then it refuses: keys that wait would go on in another order', async () => {
    world.bug.defect = key => key === 'b';
    const first = await world.start('first');
    await world.tell(...inputs);
    await world.until(async () => expect(await world.open()).toHaveLength(2));
    await first.run.stop();
    await world.log.admin.deleteTopics(['p.tally.hospital']);
    const config = { 'cleanup.policy': 'compact' };
    await world.log.admin.createTopics([{ name: 'p.tally.hospital', partitions: 1, replication: 1, config }]);
    const next = await world.start('next');
    await world.until(async () => expect(codeOf(next)).toBe('LP_TASK_OWN_TOPIC_REPLACED'));
  });
});

/** A broker forgets the positions of a topic with the topic. */
async function forget(topic: string): Promise<void> {
  await world.log.admin.deleteTopics([topic]);
  await world.log.admin.createTopics([{ name: topic, partitions: 1, replication: 1, config: {} }]);
}
