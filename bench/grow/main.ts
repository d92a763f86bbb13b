import { parseArgs } from 'node:util';
import { createKafkajsLog } from '../../runtime/log/kafkajs/log.ts';
import { createLogger } from '../../runtime/observe/logger.ts';
import { withBroker } from '../stack.ts';
import { growStates } from './states.ts';
import { growTasks, type Shape } from './tasks.ts';

/**
 * `npm run bench -- grow [--tasks 1,3,11,33,66] [--shapes 1x1,10x1,10x4,100x4] [--orders 100000,300000,1000000] [--seconds N]`:
 * what grows with partitions (tasks) and with orders (states), on one broker.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      tasks: { type: 'string', default: '1,3,11,33,66' },
      /** Records x partitions that they go to, of a transaction. */
      shapes: { type: 'string', default: '1x1,10x1,10x4,100x4' },
      orders: { type: 'string', default: '100000,300000,1000000' },
      seconds: { type: 'string', default: '4' },
      rounds: { type: 'string', default: '2' },
    },
  });
  await withBroker(async brokers => {
    const logger = createLogger({ level: 'warn', format: 'pretty' });
    const log = createKafkajsLog({ brokers, clientId: 'bench-grow', logger });
    await growTasks(log, {
      tasks: numbers(values.tasks),
      shapes: values.shapes.split(',').map(shapeOf),
      seconds: Number(values.seconds),
      rounds: Number(values.rounds),
    });
    for (const orders of numbers(values.orders)) await growStates(log, orders);
    await log.close();
  });
}

const shapeOf = (text: string): Shape => {
  const [records = 1, partitions = 1] = text.split('x').map(Number);
  return { records, partitions };
};

const numbers = (list: string): number[] => list.split(',').filter(Boolean).map(Number);
