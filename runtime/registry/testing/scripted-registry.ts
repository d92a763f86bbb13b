import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export type ScriptedAnswer = {
  readonly status: number;
  /** An object is sent as JSON, a string as it is. */
  readonly body: object | string;
  readonly headers?: Readonly<Record<string, string>>;
};

export type ScriptedRegistry = {
  readonly url: string;
  /** `METHOD path`, in the order in which they came. */
  readonly requests: string[];
  readonly authorizations: (string | undefined)[];
  /** Goes away before the test ends; else it goes when the test has ended. */
  close(): Promise<void>;
};

/**
 * A stand-in for registries that the local stack does not run (Confluent's, Karapace, proxies in front of one): it
 * answers, for each `METHOD path`, the scripted answers in turn, the last one for ever. `null`: no answer at all.
 */
export async function scriptedRegistry(
  script: Readonly<Record<string, ScriptedAnswer | null | readonly (ScriptedAnswer | null)[]>>,
): Promise<ScriptedRegistry> {
  const requests: string[] = [];
  const authorizations: (string | undefined)[] = [];
  const turns = new Map<string, number>();
  const server = createServer((request, response) => {
    const asked = `${request.method} ${request.url}`;
    requests.push(asked);
    authorizations.push(request.headers.authorization);
    const answers = [script[asked] ?? { status: 500, body: `not scripted: ${asked}` }].flat();
    const turn = turns.get(asked) ?? 0;
    turns.set(asked, turn + 1);
    const answer = script[asked] === null ? null : answers[Math.min(turn, answers.length - 1)];
    if (answer === null || answer === undefined) return;
    response.writeHead(answer.status, answer.headers);
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const close = async () => {
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
  };
  onTestFinished(close);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    authorizations,
    close,
  };
}
