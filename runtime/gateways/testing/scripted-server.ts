import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type ScriptedAnswer = {
  readonly status: number;
  /** An object is sent as JSON, a string as it is. Default: nothing. */
  readonly body?: object | string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** `hang`: no answer at all. `reset`: the connection is closed without a byte. `half`: it breaks within the body. */
export type ScriptedStep = ScriptedAnswer | 'hang' | 'reset' | 'half';

export type SeenRequest = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

export type ScriptedServer = {
  readonly url: string;
  readonly seen: SeenRequest[];
  /** Goes away before the test ends; else it goes when the test has ended. */
  close(): Promise<void>;
};

/** A provider that answers wrongly in ways that the stand-in does not; the last step holds for ever. */
export async function scriptedServer(...steps: readonly ScriptedStep[]): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString();
    const { method = '', url: path = '', headers } = request;
    seen.push({ method, path, headers, body: text === '' ? undefined : JSON.parse(text) });
    const step = steps[Math.min(seen.length, steps.length) - 1];
    if (step === undefined || step === 'hang') return;
    if (step === 'reset') return void request.socket.destroy();
    if (step === 'half') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' });
      return void response.write('{"id":', () => request.socket.destroy());
    }
    const { status, body, headers: more = {} } = step;
    const type = typeof body === 'object' ? { 'content-type': 'application/json' } : {};
    response.writeHead(status, { ...type, ...more });
    response.end(typeof body === 'object' ? JSON.stringify(body) : body);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  onTestFinished(close);
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen, close };
}

/** Problem details with a code. */
export function problemAnswer(
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): ScriptedAnswer {
  return { status, body: { status, code }, headers: { 'content-type': 'application/problem+json', ...headers } };
}
