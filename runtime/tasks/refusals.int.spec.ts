import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { createKafkajsLog } from '../log/kafkajs/log.ts';
import type { Log } from '../log/port.ts';
import { createLogger } from '../observe/logger.ts';
import { adoptInput } from './adopt.ts';
import { processorLag } from './lag.ts';
import { runProcessor } from './processor-run.ts';
import { ask, bareEngine, bareProcessor, createBareTopics } from './testing/bare.ts';
import { inputNotAdopted, ownTopicReplaced, type Place, positionBelowStart } from './testing/refusals.ts';

let log: Log;
let place: Place;
beforeEach(() => {
  log = createKafkajsLog({
    brokers: inject('kafkaBrokers'),
    clientId: 'refusals',
    logger: createLogger({ level: 'silent' }),
  });
  place = { log, prefix: `refusals-${randomBytes(4).toString('hex')}`, patience: 20_000 };
});
afterEach(() => log.close());

describe('a processor refuses to start on a real broker', () => {
  it('given an own topic that was made anew', async () => {
    const { refusal, ids } = await ownTopicReplaced(place);
    expect(refusal.code).toBe('LP_TASK_OWN_TOPIC_REPLACED');
    expect(refusal.sentence).toBe(
      `bare has positions for ${place.prefix}.own[0] with topic id ${ids[0]}, but the topic now is ${ids[1]}.`,
    );
  });

  it('given a position below the start of its log; adopted at a new one, it goes on', async () => {
    const { refusal, position } = await positionBelowStart(place);
    expect(refusal.code).toBe('LP_LOG_POSITION_OUTSIDE');
    expect(refusal.sentence).toBe(
      `${place.prefix}.bare has committed position ${position} of ${place.prefix}.in[0], but its log reaches from 2 to 3.`,
    );
  });

  it('given a new input; adopted from the end, it goes on from there', async () => {
    const { refusal, keys } = await inputNotAdopted(place, 'latest');
    expect(refusal.code).toBe('LP_TASK_INPUT_NOT_ADOPTED');
    expect(keys).toEqual(['a', 'new']);
  });
});

describe('adopting an input on a real broker', () => {
  it('given that the processor runs, then it is refused, and nothing is moved', async () => {
    const { prefix } = place;
    await createBareTopics(log, prefix);
    await ask(log, `${prefix}.in`, 'a');
    const other = bareProcessor({ decide: () => ({}) });
    // A member without a position: its task cannot take over while the own topic has states.
    const writer = await log.writer();
    await writer.append([{ topic: `${prefix}.own`, key: Buffer.from('a'), value: Buffer.from('{}') }]);
    await writer.close();
    const run = await runProcessor(bareEngine(log, { prefix }), other);
    await expect(adoptInput({ log, prefix }, other, 'in', 'earliest')).rejects.toMatchObject({
      code: 'LP_TASK_ADOPT_REFUSED',
      message: expect.stringContaining(`The positions of bare for ${prefix}.in could not be set: `),
    });
    expect((await processorLag({ log, prefix }, other))[0]?.position).toBeNull();
    await run.stop();
  });
});
