import { expect, it } from 'vitest';
import { createMemoryBroker } from './memory/log.ts';
import { createStepper } from './memory/stepper.ts';
import { takeOver } from './takeover.ts';

// What the order is good for is proved on every adapter: test/contract/cases/takeover.ts and workers.ts.
it('given a partition, then it asks, fences, reads offsets, pins, restores and delivers, in this order', async () => {
  const stepper = createStepper();
  const broker = createMemoryBroker({ schedule: stepper.schedule });
  const log = broker.log('one');
  void log.admin.createTopics(['input', 'own'].map(name => ({ name, partitions: 1, replication: 1, config: {} })));
  await stepper.drain();
  const writer = await log.transactionalWriter('task');
  const reader = log.groupReader({ group: 'g', topics: ['input'] });
  void (await log.writer()).append([{ topic: 'input', key: null, value: null }]);
  const order: string[] = [];
  void reader.start({ assigned: () => {}, batch: async () => {}, failed: error => expect.unreachable(String(error)) });
  await stepper.drain();

  void takeOver({
    reader,
    writer,
    admin: log.admin,
    group: 'g',
    partition: 0,
    inputs: ['input'],
    own: 'own',
    initial: () => 'earliest',
    restore: async () => {
      order.push('restore');
    },
    signal: new AbortController().signal,
  });
  await stepper.drain(([step]) => {
    order.push(`${step?.operation} ${step?.at}`);
    return 0;
  });
  expect(order).toEqual([
    'owns g',
    'fence task',
    'settle task',
    'committed g',
    'offsets own',
    'offsets input',
    'commit task',
    'restore',
    'markers task',
    'fetch input[0]',
  ]);
});
