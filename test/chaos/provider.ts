import { join } from 'node:path';
import type { Knobs } from '../../runtime/gateways/payments/stand-in/knobs.ts';
import { freePort } from '../../runtime/stack/ports.ts';
import { type Child, startChild } from './child.ts';
import { turnKnobs } from './knobs.ts';

/** The payment stand-in as a process of its own, so that its ledger outlives whoever is charged. */
export type Provider = {
  readonly url: string;
  /** The file of its ledger. */
  readonly ledger: string;
  /** Turns knobs; waits for it where it is away. */
  turn(knobs: Partial<Knobs>): Promise<void>;
  /** kill -9; it comes back on its port and with its ledger. */
  restart(knobs: Partial<Knobs>): Promise<void>;
  stop(): Promise<void>;
};

const program = 'runtime/gateways/payments/stand-in/main.ts';

export async function openProvider(folders: {
  readonly books: string;
  readonly run: string;
  readonly logs: string;
}): Promise<Provider> {
  const { books, run, logs } = folders;
  const port = String(await freePort());
  let turns = 0;
  const start = async (knobs: Partial<Knobs>): Promise<{ child: Child; url: string }> => {
    const args = [program, '--port', port, '--data', books, '--knobs', JSON.stringify(knobs)];
    const child = await startChild({ name: `provider-${++turns}`, args, env: {}, run, logs });
    return { child, url: await child.said(line => /listens on (http:\/\/[^ ,]+)/.exec(line)?.[1] ?? null) };
  };
  const first = await start({});
  let { child } = first;
  return {
    url: first.url,
    ledger: join(books, 'ledger.ndjson'),
    turn: knobs => turnKnobs(first.url, knobs),
    restart: async knobs => {
      await child.kill();
      child = (await start(knobs)).child;
    },
    stop: async () => {
      await child.stop();
    },
  };
}
