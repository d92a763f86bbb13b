import { rmSync } from 'node:fs';
import type { Stack, StackOptions } from '../../runtime/stack/types.ts';
import type { Say } from '../chaos/run.ts';
import { startServers, temporaryFolder } from '../setup/servers.ts';

/** Runs `work` on a broker and a Postgres of its own, in a folder that is removed afterwards. */
export async function withServers<T>(
  say: Say,
  work: (stack: Stack, home: string) => Promise<T>,
  otherwise: Partial<StackOptions> = {},
): Promise<T> {
  const home = temporaryFolder('longplay-drill-');
  const stack = await startServers(home, {
    start: { kafka: true, registry: false, postgres: true },
    onProgress: ({ part, text }) => part === 'download' && say(text),
    ...otherwise,
  });
  try {
    return await work(stack, home);
  } finally {
    await stack.stop();
    rmSync(home, { recursive: true, force: true });
  }
}
