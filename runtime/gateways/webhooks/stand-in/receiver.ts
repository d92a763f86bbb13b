import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isSigned } from '../signature.ts';

/** A message as the receiver has taken it in. */
export type Received = {
  readonly id: string;
  readonly signed: boolean;
  // biome-ignore lint/suspicious/noExplicitAny: what a spec asserts of a body is its shape.
  readonly event: any;
  /** What was answered; 0: nothing. */
  readonly status: number;
};

export type Receiver = {
  readonly url: string;
  /** All that came, in order, repeats and refused ones included. */
  readonly received: Received[];
  /** What is answered from now on: a status, or `hang`; for all, or as it depends on the event. */
  answer(with_: number | 'hang' | ((event: Received['event']) => number)): void;
  /** The secret that signatures are checked with. */
  trust(secret: string): void;
  /** Nobody listens any more; connections that there are break. */
  vanish(): Promise<void>;
  /** Listens again, at the same address. */
  comeBack(): Promise<void>;
  close(): Promise<void>;
};

/** Somebody’s endpoint, as a real server on this machine: it checks signatures, and can fail, hang and vanish. */
export async function startReceiver(secret = ''): Promise<Receiver> {
  const received: Received[] = [];
  let trusted = secret;
  let says: Parameters<Receiver['answer']>[0] = 204;
  let server: Server = await listen(0);
  const { port } = server.address() as AddressInfo;

  function listen(at: number): Promise<Server> {
    const made = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const event = JSON.parse(body);
      const status = says === 'hang' ? 0 : typeof says === 'number' ? says : says(event);
      const id = String(request.headers['webhook-id']);
      received.push({ id, signed: isSigned(request.headers, body, trusted, Date.now()), event, status });
      if (status !== 0) response.writeHead(status).end();
    });
    return new Promise((resolve, reject) => {
      made.once('error', reject);
      made.listen(at, '127.0.0.1', () => resolve(made));
    });
  }

  const vanish = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = new Promise(resolve => server.close(resolve));
    server.closeAllConnections();
    await closed;
  };

  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: with_ => {
      says = with_;
    },
    trust: one => {
      trusted = one;
    },
    vanish,
    comeBack: async () => {
      server = await listen(port);
    },
    close: vanish,
  };
}
