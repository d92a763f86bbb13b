import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { LongplayError } from '../errors.ts';

export const loopback = '127.0.0.1';

/** Whether a server could listen there now; null, or the system's reason. */
async function refusal(port: number): Promise<string | null> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve((error as NodeJS.ErrnoException).code ?? error.message));
    server.listen({ port, host: loopback, exclusive: true }, () => server.close(() => resolve(null)));
  });
}

/** Those that were given to somebody here, who may not listen yet. */
const given = new Set<number>();

/**
 * Whether this process alone may give the port away, for as long as it lives: what it is given to listens seconds
 * later, and another process that starts servers must not draw it meanwhile. The name of a socket that is in no folder
 * (Linux, unix(7): abstract) belongs to one process, and is free again when that ends, however it does. Elsewhere there
 * are no such names, and chance must do.
 */
function claim(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', error => resolve((error as NodeJS.ErrnoException).code !== 'EADDRINUSE'));
    server.listen({ path: `\0longplay-port-${port}` }, () => {
      server.unref();
      resolve(true);
    });
  });
}

/**
 * A port that nobody listens on, and another one each time, also beside other programs that draw one with this.
 * Below 32768: from there on the system itself takes ports for outgoing connections, and a client that keeps trying a
 * stopped server's port can take it, or even be connected to itself.
 */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 100; attempt++) {
    const port = randomInt(20_000, 32_000);
    if (given.has(port) || (await refusal(port)) !== null || !(await claim(port))) continue;
    given.add(port);
    return port;
  }
  throw new Error('no free TCP port between 20000 and 32000 in 100 attempts');
}

export async function requireFreePort(port: number, title: string, setting: string): Promise<void> {
  const reason = await refusal(port);
  if (reason === null) return;
  const taken = reason === 'EADDRINUSE';
  throw new LongplayError(
    'LP_STACK_PORT_TAKEN',
    taken
      ? `Port ${port} on ${loopback}, meant for ${title}, is taken by another program.`
      : `Port ${port} on ${loopback}, meant for ${title}, can't be used (${reason}).`,
    {
      remedy: taken
        ? `Stop that program (\`lsof -nP -iTCP:${port} -sTCP:LISTEN\` names it), or set ${setting} to another port.`
        : `Set ${setting} to another port.`,
    },
  );
}
