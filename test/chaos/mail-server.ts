import { fileURLToPath } from 'node:url';
import type { MailKnobs } from '../../runtime/gateways/mail/stand-in/knobs.ts';
import { freePort } from '../../runtime/stack/ports.ts';
import { type Child, startChild } from './child.ts';
import { turnKnobs } from './knobs.ts';

/** The mail stand-in as a process of its own, so that its mailbox outlives whoever sends. */
export type MailServer = {
  readonly url: string;
  /** The folder of its mailbox. */
  readonly mailbox: string;
  /** When it was killed, ms since the epoch: what it had just taken, it may not have answered. */
  readonly kills: readonly number[];
  /** Turns knobs; waits for it where it is away. */
  turn(knobs: Partial<MailKnobs>): Promise<void>;
  /** kill -9; it comes back on its ports and with its mailbox. */
  restart(knobs: Partial<MailKnobs>): Promise<void>;
  stop(): Promise<void>;
};

const program = fileURLToPath(new URL('./mail-server-program.ts', import.meta.url));

export async function openMailServer(folders: {
  readonly mailbox: string;
  readonly run: string;
  readonly logs: string;
}): Promise<MailServer> {
  const { mailbox, run, logs } = folders;
  const [port, webPort] = [await freePort(), await freePort()];
  const kills: number[] = [];
  let turns = 0;
  const start = async (knobs: Partial<MailKnobs>): Promise<Child> => {
    const args = [program, mailbox, String(port), String(webPort), JSON.stringify(knobs)];
    const child = await startChild({ name: `mail-server-${++turns}`, args, env: {}, run, logs });
    await child.said(line => (line.includes('listens on') ? true : null));
    return child;
  };
  let child = await start({});
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailbox,
    kills,
    turn: knobs => turnKnobs(`http://127.0.0.1:${webPort}`, knobs),
    restart: async knobs => {
      kills.push(Date.now());
      await child.kill();
      child = await start(knobs);
    },
    stop: async () => {
      await child.stop();
    },
  };
}
