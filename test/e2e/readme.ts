import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '../..');
const address = 'http://127.0.0.1:8080';

/** The shell blocks of one of README's sections, in the order in which a reader pastes them. */
export function shellOf(heading: string): string {
  const sections = readFileSync(join(root, 'README.md'), 'utf8').split(/^(?=## )/m);
  const section = sections.find(text => text.startsWith(`## ${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(/```sh\n(.*?)```/gs)].map(([, block = '']) => block);
  const shell = blocks.join('\n');
  if (!shell.includes(address)) throw new Error(`README's section "${heading}" does not use ${address}.`);
  return shell;
}

/** Runs them in one shell, as they stand, but for the API's address and its key's; answers what was printed. */
export async function paste(shell: string, api: string, home: string): Promise<string> {
  const run = promisify(execFile);
  const options = { cwd: root, timeout: 90_000 };
  const own = shell.replaceAll(address, api).replaceAll('.longplay/', `${home}/`);
  const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', own], options);
  return stdout;
}
