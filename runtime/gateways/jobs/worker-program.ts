import { Worker } from 'node:worker_threads';
import { type Job, type JobOrder, type JobWord, saidBy } from './messages.ts';

/** The program of a worker: a process of its own, so that whatever a job does to it, it does to nobody else. */

const say = (word: JobWord): void => void process.send?.(word);

/** A job that never ends is noticed by nobody once the pool’s process is gone; a thread notices. */
new Worker(new URL('./orphan-watch.ts', import.meta.url), { workerData: Number(process.argv[3]) }).unref();

// Ctrl-C goes to every process of a terminal; it is the pool that ends its workers.
process.on('SIGINT', () => undefined);
process.on('disconnect', () => process.exit());

const { job } = (await import(process.argv[2] as string)) as { job: Job };

process.on('message', async ({ input }: JobOrder) => {
  say({ is: 'begun' });
  try {
    say({ is: 'done', value: await job(input) });
  } catch (error) {
    say({ is: 'threw', message: saidBy(error) });
  }
});
say({ is: 'ready' });
