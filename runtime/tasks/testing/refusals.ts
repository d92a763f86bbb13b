import { expect, vi } from 'vitest';
import type { LongplayError } from '../../errors.ts';
import type { Log } from '../../log/port.ts';
import { adoptInput } from '../adopt.ts';
import type { Processor } from '../definition.ts';
import { processorLag } from '../lag.ts';
import { formatMetadata } from '../position-metadata.ts';
import { type ProcessorRun, runProcessor } from '../processor-run.ts';
import type { TaskStatus } from '../task.ts';
import { ask, bareEngine, bareProcessor, createBareTopics, facts, json } from './bare.ts';

/** What an operator reads: the sentence, and what to do. */
export type Refusal = { readonly code: string; readonly sentence: string; readonly remedy: string };

/** An installation on a log, whichever it is. `patience`, ms: how long something may take there. */
export type Place = { readonly log: Log; readonly prefix: string; readonly patience: number };

const bare = bareProcessor();
/** The same processor in its next version, which reads one topic more. */
const later = bareProcessor({ reads: ['in', 'more'] });

const run = ({ log, prefix }: Place, processor: Processor = bare): Promise<ProcessorRun> =>
  runProcessor(bareEngine(log, { prefix }), processor);

const until = (place: Place, holds: () => void | Promise<void>): Promise<void> =>
  vi.waitFor(holds, { timeout: place.patience, interval: 20 });

/** Starts a processor that refuses, and tells what it says. */
async function refusal(place: Place, processor: Processor = bare): Promise<Refusal> {
  const started = await run(place, processor);
  try {
    await until(place, () => expect(started.status().tasks[0]?.state).toBe('stopped'));
    const [task] = started.status().tasks;
    const { code, message, remedy } = (task as TaskStatus).error as LongplayError;
    return { code, sentence: message, remedy };
  } finally {
    await started.stop();
  }
}

/** Lets the processor decide these keys, and stop. */
async function work(place: Place, processor: Processor, ...keys: string[]): Promise<void> {
  const started = await run(place, processor);
  await ask(place.log, `${place.prefix}.in`, ...keys);
  await until(place, async () =>
    expect(Object.keys(await facts(place.log, `${place.prefix}.own`))).toEqual(expect.arrayContaining(keys)),
  );
  await started.stop();
}

export async function ownTopicReplaced(place: Place): Promise<{ refusal: Refusal; ids: readonly [string, string] }> {
  const { log, prefix } = place;
  const own = `${prefix}.own`;
  const idOf = async (): Promise<string> => (await log.admin.describeTopics([own]))[0]?.id ?? '';
  await createBareTopics(log, prefix);
  await work(place, bare, 'a');
  const before = await idOf();
  await log.admin.deleteTopics([own]);
  await until(place, async () => expect(await idOf()).toBe(''));
  await createBareTopics(log, prefix);
  await until(place, async () => expect(await idOf()).not.toBe(''));
  return { refusal: await refusal(place), ids: [before, await idOf()] };
}

export async function ownTopicTruncated(place: Place): Promise<Refusal> {
  const { log, prefix } = place;
  await createBareTopics(log, prefix);
  const ownTopicId = (await log.admin.describeTopics([`${prefix}.own`]))[0]?.id as string;
  const metadata = formatMetadata({ ownTopicId, ownEnd: 7n });
  await log.admin.commit(`${prefix}.bare`, [{ topic: `${prefix}.in`, partition: 0, offset: 0n, metadata }]);
  return refusal(place);
}

export async function positionsMissing(place: Place): Promise<Refusal> {
  const { log, prefix } = place;
  await createBareTopics(log, prefix);
  const writer = await log.writer();
  await writer.append([
    { topic: `${prefix}.own`, key: Buffer.from('a'), value: json.encode({ deadlines: [], effects: [] }) },
  ]);
  await writer.close();
  return refusal(place);
}

export async function positionBelowStart(place: Place): Promise<{ refusal: Refusal; position: bigint }> {
  const { log, prefix } = place;
  const topic = `${prefix}.in`;
  await createBareTopics(log, prefix);
  await work(place, bare, 'a');
  await ask(log, topic, 'b', 'c');
  await log.admin.deleteRecords([{ topic, partition: 0, offset: 2n }]);
  const refused = await refusal(place);
  const position = (await processorLag({ log, prefix }, bare))[0]?.position as bigint;
  // Adopting it is the remedy where the lost records do not matter.
  await adoptInput({ log, prefix }, bare, 'in', 'earliest');
  await work(place, bare, 'd');
  expect(Object.keys(await facts(log, `${prefix}.own`)).sort()).toEqual(['a', 'c', 'd']);
  return { refusal: refused, position };
}

/** Refused, adopted as the remedy says, and going on from there. */
export async function inputNotAdopted(
  place: Place,
  from: 'earliest' | 'latest',
): Promise<{ refusal: Refusal; keys: string[] }> {
  const { log, prefix } = place;
  await createBareTopics(log, prefix, ['in', 'more']);
  await work(place, bare, 'a');
  await ask(log, `${prefix}.more`, 'old');
  const refused = await refusal(place, later);
  await adoptInput({ log, prefix }, later, 'more', from);
  const started = await run(place, later);
  await ask(log, `${prefix}.more`, 'new');
  await until(place, async () => expect(Object.keys(await facts(log, `${prefix}.own`))).toContain('new'));
  await started.stop();
  return { refusal: refused, keys: Object.keys(await facts(log, `${prefix}.own`)).sort() };
}
