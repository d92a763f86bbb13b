import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const tools = join(import.meta.dirname, '../../node_modules/.bin');

type RunOptions = {
  readonly cwd?: string;
  /** Takes what it writes, piece by piece. Default: it is passed through. */
  readonly write?: (text: string) => void;
};

/** Runs one of the installed tools; answers its exit code. */
export function run(command: string, parameters: string[], { cwd, write }: RunOptions = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` };
    const out = write === undefined ? 'inherit' : 'pipe';
    const child = spawn(command, parameters, { stdio: ['ignore', out, out], env, cwd });
    for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', text => write?.(text));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
