import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { json } from '../../runtime/tasks/testing/bare.ts';
import { stampOf } from '../../runtime/tasks/testing/given.ts';
import { expectAll, inOrder, memoryWorld, retry, retryKey, rounds, type World } from './world.ts';

let world: World;
const inputs = rounds(['a', 'b', 'c'], 3);
beforeEach(async () => {
  world = await memoryWorld();
});
afterEach(() => world.stop());

const front = async (key: string) => {
  const one = (await world.open()).find(({ blockedKey, status }) => blockedKey === key && status !== 'QUEUED');
  if (one === undefined) throw new Error(`No case of ${key} is in front.`);
  return one;
};
const answerTo = async (id: string) => (await world.outcomes()).find(({ requestId }) => requestId === id);
const parkedB = async (): Promise<void> => {
  world.bug.defect = (key, n) => key === 'b' && n >= 1;
  await world.start('first');
  await world.tell(...inputs);
  await world.until(async () => expect(await world.open()).toHaveLength(2));
};

describe('a case', () => {
  it('given a record that fails, then it keeps its bytes, what went wrong, and what waits behind it', async () => {
    await parkedB();
    const [first, second] = await world.open();
    expect(first).toMatchObject({
      caseId: 'tally/in/0/4',
      status: 'WAITING',
      source: 'RECORD',
      processorVersion: 'test',
      blockedKey: 'b',
      admission: 1,
      ownVersion: 1,
      attempts: 1,
      record: { topic: 'in', partition: 0, offset: 4, key: Buffer.from('b') },
      error: { code: 'LP_TASK_POISON', message: 'the defect', transient: false },
    });
    expect(json.decode(first?.record?.value ?? null)).toMatchObject({ n: 1 });
    expect(first?.error?.frame).toContain('test/hospital/tally.ts');
    expect(second).toMatchObject({
      status: 'QUEUED',
      admission: 2,
      blockedBy: 'tally/in/0/4',
      error: null,
      attempts: 0,
    });
    expect(second?.group).toBe(first?.group);
  });

  it('given bytes that cannot be read, then only their key waits; without a usable key nobody does', async () => {
    await world.start('first');
    await world.tell({ key: 'a', n: 0 }, { key: 'b', n: 0 });
    await world.write(
      { key: Buffer.from('a'), value: Buffer.from('{') },
      { key: null, value: json.encode({ event: stampOf(), n: 1 }), partition: 0 },
      { key: Buffer.from(''), value: json.encode({ event: stampOf(), n: 1 }), partition: 0 },
    );
    await world.tell({ key: 'a', n: 1 }, { key: 'b', n: 1 });
    await world.until(async () => expect(await world.open()).toHaveLength(4));
    expect(await world.output()).toEqual(inOrder([{ key: 'a', n: 0 }, ...[0, 1].map(n => ({ key: 'b', n }))]));
    expect((await world.open()).map(({ blockedKey, error }) => [blockedKey, error?.code])).toEqual(
      [
        ['a', 'LP_TASK_POISON'],
        ['a', undefined],
        [null, 'LP_TASK_KEY_UNUSABLE'],
        [null, 'LP_TASK_KEY_UNUSABLE'],
      ].sort((x, y) => Number(x[0] === null) - Number(y[0] === null)),
    );
  });
});

describe('an operation on cases', () => {
  it('given a retry that heals, then the outcome names the case, and the case who asked and what came of it', async () => {
    await parkedB();
    const { caseId, version } = await front('b');
    world.bug.defect = () => false;
    const [id] = await world.ask({ type: 'RETRY', target: caseId, reason: 'mended', retry: retry({ caseId }) });
    await world.until(() => expectAll(world, inputs));
    expect(await answerTo(id as string)).toMatchObject({
      answer: 'ACCEPTED',
      requestTopic: 'tally.operations',
      fact: { topic: 'tally.hospital', key: caseId, version: version + 1 },
    });
    const healed = (await world.cases()).find(one => one.caseId === caseId);
    expect(healed).toMatchObject({ status: 'HEALED', attempts: 2, version: version + 2, record: { value: null } });
    expect(healed?.treatments).toMatchObject([
      { operationId: id, action: 'RETRY', actor: { kind: 'OPERATOR', id: 'ann' }, reason: 'mended', result: 'healed' },
    ]);
  });

  it('given a discard, then it needs a reason; the record is given up, and those behind it go on', async () => {
    await parkedB();
    const { caseId } = await front('b');
    const [without] = await world.ask({ type: 'DISCARD', target: caseId, reason: ' ', discard: { caseId } });
    await world.until(async () =>
      expect(await answerTo(without as string)).toMatchObject({ reason: 'reason-missing' }),
    );
    world.bug.defect = (key, n) => key === 'b' && n === 1;
    await world.ask({ type: 'DISCARD', target: caseId, reason: 'a test order', discard: { caseId } });
    await world.until(() =>
      expectAll(
        world,
        inputs.filter(({ key, n }) => key !== 'b' || n !== 1),
      ),
    );
    expect((await world.cases()).map(({ status }) => status)).toEqual(['DISCARDED', 'HEALED']);
  });

  it('given an edit, then the request is tried with its new value, and the value as it came is kept', async () => {
    await parkedB();
    const { caseId, record } = await front('b');
    const value = json.encode({ ...(json.decode(record?.value ?? null) as object), n: 0 });
    world.bug.defect = (key, n) => key === 'b' && n === 1;
    const [broken] = await world.ask({
      type: 'EDIT',
      target: caseId,
      reason: 'x',
      edit: { caseId, value: Buffer.from('{') },
    });
    await world.until(async () =>
      expect(await answerTo(broken as string)).toMatchObject({ reason: 'value-unreadable' }),
    );
    await world.ask({ type: 'EDIT', target: caseId, reason: 'it meant 0', edit: { caseId, value } });
    await world.until(async () => expect((await world.output()).get('b')).toEqual([0, 0, 2]));
    expect((await world.cases())[0]).toMatchObject({
      status: 'HEALED',
      treatments: [{ action: 'EDIT', result: 'healed' }],
    });
  });

  it('given what is not there, closed, or behind another case, then the outcome says so', async () => {
    await parkedB();
    const behind = (await world.open())[1]?.caseId as string;
    const ask = async (caseId: string) =>
      (await world.ask({ type: 'RETRY', target: caseId, reason: '', retry: retry({ caseId }) }))[0] as string;
    const ids = [await ask('nothing'), await ask(behind), (await world.ask(retryKey('a')))[0] as string];
    await world.until(async () =>
      expect(await Promise.all(ids.map(async id => (await answerTo(id))?.reason))).toEqual([
        'case-unknown',
        'behind-another-case',
        'key-not-blocked',
      ]),
    );
  });

  it('given an operation that cannot be read, then it is a case that blocks nobody, and the next one is done', async () => {
    await parkedB();
    const writer = await world.log.writer();
    await writer.append([
      { topic: 'p.tally.operations', partition: 0, key: Buffer.from('x'), value: Buffer.from('x') },
    ]);
    await writer.close();
    world.bug.defect = () => false;
    await world.ask(retryKey('b'));
    await world.until(() => expectAll(world, inputs));
    expect(await world.open()).toMatchObject([{ blockedKey: null, record: { topic: 'tally.operations' } }]);
  });
});

describe('an operation on a task', () => {
  it('given a pause, then it takes nothing, also after a restart, until it is resumed', async () => {
    const first = await world.start('first');
    await world.tell(...inputs.slice(0, 3));
    await world.until(() => expectAll(world, inputs.slice(0, 3)));
    await world.ask({ type: 'PAUSE', target: 'task', reason: 'looking', pause: { until: null } });
    await world.until(async () => expect((await world.standing())?.paused).toMatchObject({ reason: 'looking' }));
    await world.tell(...inputs.slice(3, 6));
    await first.run.stop();
    const next = await world.start('next');
    await world.until(async () =>
      expect(next.run.status().tasks[0]?.hospital?.paused).toMatchObject({ reason: 'looking' }),
    );
    await world.tell(...inputs.slice(6));
    const [id] = await world.ask({ type: 'RESUME', target: 'task', reason: '', resume: { clearBreaker: true } });
    await world.until(async () => expect(await answerTo(id as string)).toBeDefined());
    const between = await world.output();
    await world.until(() => expectAll(world, inputs));
    expect(between.get('c')?.length ?? 0).toBeLessThanOrEqual(3);
    expect((await world.standing())?.paused).toBeNull();
  });

  it('given a pause with an end, then it goes on by itself', async () => {
    await world.start('first');
    await world.ask({ type: 'PAUSE', target: 'task', reason: 'a minute', pause: { until: Date.now() + 300 } });
    await world.until(async () => expect(await world.standing()).not.toBeNull());
    await world.tell(...inputs);
    await world.until(() => expectAll(world, inputs));
    expect((await world.standing())?.paused).toBeNull();
  });
});
