import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';

const tools = join(import.meta.dirname, '../../node_modules/.bin');

/** Runs one of the installed tools with its output passed through; answers its exit code. */
export function run(command: string, parameters: string[], options: { cwd?: string } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, PATH: `${tools}${delimiter}${process.env.PATH}` };
    const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'], env, ...options });
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
