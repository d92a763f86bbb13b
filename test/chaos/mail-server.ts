import { fileURLToPath } from 'node:url';
import { startChild } from './child.ts';

/** The mail stand-in as a process of its own. Nothing befalls it; a worker that is killed may have sent a mail twice. */
export type MailServer = { readonly url: string; stop(): Promise<void> };

const program = fileURLToPath(new URL('./mail-server-program.ts', import.meta.url));

export async function openMailServer(folders: {
  readonly mailbox: string;
  readonly run: string;
  readonly logs: string;
}): Promise<MailServer> {
  const { mailbox, run, logs } = folders;
  const child = await startChild({ name: 'mail-server', args: [program, mailbox], env: {}, run, logs });
  const url = await child.said(line => /listens on (smtp:\/\/[^ ,]+)/.exec(line)?.[1] ?? null);
  return {
    url,
    stop: async () => {
      await child.stop();
    },
  };
}
