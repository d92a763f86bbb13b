import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import { adoptInput } from './adopt.ts';
import { processorLag } from './lag.ts';
import { parseMetadata } from './position-metadata.ts';
import { runProcessor } from './processor-run.ts';
import { ask, bareEngine, bareProcessor, createBareTopics } from './testing/bare.ts';

const processor = bareProcessor({ reads: ['in', 'more'] });

async function given() {
  const log = createMemoryBroker().log('task');
  await createBareTopics(log, 'p', ['in', 'more']);
  await ask(log, 'p.in', 'a', 'b', 'c');
  return { log, prefix: 'p' };
}

describe('adopting an input', () => {
  it.each([
    ['in', 'earliest', 0n],
    ['p.in', 'latest', 3n],
  ] as const)(
    'given %s from the %s, then that is its position, with what the own topic is',
    async (topic, from, offset) => {
      const place = await given();
      const set = await adoptInput(place, processor, topic, from);
      expect(set).toMatchObject([{ topic: 'p.in', partition: 0, offset }]);
      const committed = await place.log.admin.committed('p.bare', ['p.in', 'p.more']);
      expect(committed).toEqual(set);
      const own = (await place.log.admin.describeTopics(['p.own']))[0]?.id;
      expect(parseMetadata(committed[0]?.metadata ?? '')).toEqual({ ownTopicId: own, ownEnd: 0n });
    },
  );

  it('given a topic that it does not read, then it says which it reads', async () => {
    await expect(adoptInput(await given(), processor, 'inn', 'latest')).rejects.toMatchObject({
      code: 'LP_TASK_ADOPT_UNKNOWN_TOPIC',
      message: 'bare does not read inn. It reads in, more, bare.operations.',
    });
  });

  it('given positions already, then it moves none', async () => {
    const place = await given();
    await adoptInput(place, processor, 'in', 'earliest');
    await expect(adoptInput(place, processor, 'in', 'latest')).rejects.toMatchObject({
      code: 'LP_TASK_ADOPT_NOT_NEEDED',
      message: 'bare has a position for every partition of p.in.',
    });
    expect((await processorLag(place, processor))[0]?.position).toBe(0n);
  });

  it('given a position outside the log, then it is replaced', async () => {
    const place = await given();
    await adoptInput(place, processor, 'in', 'earliest');
    await place.log.admin.deleteRecords([{ topic: 'p.in', partition: 0, offset: 2n }]);
    expect(await adoptInput(place, processor, 'in', 'earliest')).toMatchObject([{ offset: 2n }]);
  });

  it('given that the processor runs, then it is refused', async () => {
    const place = await given();
    const run = await runProcessor(
      bareEngine(place.log, { tables: { open: () => new Promise(() => undefined), stop: async () => undefined } }),
      {
        ...processor,
        tables: ['never'],
      },
    );
    await expect(adoptInput(place, processor, 'in', 'latest')).rejects.toMatchObject({
      code: 'LP_TASK_ADOPT_REFUSED',
      message:
        'The positions of bare for p.in could not be set: Group p.bare has members; its positions can be set only while it has none.',
      remedy: 'Stop every process that runs this processor, wait for the session timeout (6 s), then try again.',
    });
    await run.stop();
  });
});

describe('the lag of a processor', () => {
  it('given positions for some inputs, then it counts from there, or from the start', async () => {
    const place = await given();
    await adoptInput(place, processor, 'in', 'latest');
    await ask(place.log, 'p.in', 'd', 'e');
    await ask(place.log, 'p.more', 'f');
    expect(await processorLag(place, processor)).toEqual([
      { topic: 'in', partition: 0, position: 3n, start: 0n, end: 5n, lag: 2n, program: null },
      { topic: 'more', partition: 0, position: null, start: 0n, end: 1n, lag: 1n, program: null },
    ]);
  });
});
