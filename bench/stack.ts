import { startStack } from '../runtime/stack/stack.ts';

/** Runs `work` on the brokers of KAFKA_BROKERS, or on a broker of its own whose data is thrown away afterwards. */
export async function withBroker(work: (brokers: string[]) => Promise<void>): Promise<void> {
  const given = process.env.KAFKA_BROKERS;
  if (given !== undefined) return work(given.split(','));
  const stack = await startStack({
    home: '.longplay',
    data: 'bench',
    fresh: true,
    start: { kafka: true, registry: false, postgres: false },
    ports: { kafka: 0 },
    onProgress: ({ text }) => process.stderr.write(`${text}\n`),
  });
  try {
    await work(stack.kafkaBrokers as string[]);
  } finally {
    await stack.stop();
  }
}
