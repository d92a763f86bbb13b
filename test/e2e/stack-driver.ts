import { createInterface } from 'node:readline';
import { LongplayError } from '../../runtime/errors.ts';
import { startStack } from '../../runtime/stack/stack.ts';
import type { StackOptions } from '../../runtime/stack/types.ts';

/**
 * The smallest program that starts the local stack: what the specs kill, refuse and restart. Options come as JSON in the
 * first argument; each line on stdout is one event, each line on stdin one order.
 */
const options = JSON.parse(process.argv[2] ?? '') as Omit<StackOptions, 'onProgress' | 'signal'>;
const say = (event: string, details: object) => process.stdout.write(`${JSON.stringify({ event, ...details })}\n`);

const interrupt = new AbortController();
const ended = Promise.withResolvers<void>();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    interrupt.abort();
    ended.resolve();
  });
}

try {
  const stack = await startStack({
    ...options,
    signal: interrupt.signal,
    onProgress: progress => say('progress', progress),
  });
  stack.onExit((part, reason) => say('exit', { part, reason }));
  const { kafkaBrokers, registryUrl, databaseUrl, parts, pids } = stack;
  say('up', { kafkaBrokers, registryUrl, databaseUrl, parts, pids });
  const orders = createInterface({ input: process.stdin });
  orders.on('line', async line => {
    const [part, how] = line.split(' ') as Parameters<typeof stack.restart>;
    await stack.restart(part, how);
    say('restarted', { pids: stack.pids });
  });
  await ended.promise;
  orders.close();
  await stack.stop();
  say('stopped', {});
} catch (error) {
  if (!(error instanceof LongplayError)) throw error;
  say('refused', { code: error.code, message: error.message, remedy: error.remedy });
  process.exitCode = 2;
}
process.stdin.destroy();
