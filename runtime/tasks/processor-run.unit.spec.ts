import { describe, expect, it } from 'vitest';
import { createMemoryBroker } from '../log/memory/log.ts';
import type { GroupReaderHandlers, Log } from '../log/port.ts';
import { runProcessor } from './processor-run.ts';
import { bareEngine, bareProcessor, createBareTopics } from './testing/bare.ts';

/** The log, with its group's handlers within reach: the broker may share the partitions anew at any moment. */
function tapped(log: Log): { readonly log: Log; assign(partitions: readonly number[]): void } {
  let handlers: GroupReaderHandlers | null = null;
  const groupReader: Log['groupReader'] = options => {
    const reader = log.groupReader(options);
    const start = (given: GroupReaderHandlers) => {
      handlers = given;
      return reader.start(given);
    };
    return { ...reader, start };
  };
  return { log: { ...log, groupReader }, assign: partitions => handlers?.assigned(partitions) };
}

describe('a processor that is stopping', () => {
  it('given partitions that are shared anew meanwhile, then it takes none of them', async () => {
    const { log, assign } = tapped(createMemoryBroker().log('run'));
    await createBareTopics(log);
    const run = await runProcessor(bareEngine(log), bareProcessor());
    expect(run.status().tasks).toHaveLength(1);
    const stopped = run.stop();
    assign([0]);
    await stopped;
    await new Promise(resolve => setImmediate(resolve));
    expect(run.status().tasks).toEqual([]);
  });
});
