import { hash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { CaseError } from './case.ts';

const LONGEST_MESSAGE = 2_000;
const LONGEST_STACK = 16 * 1024;
const home = fileURLToPath(new URL('../..', import.meta.url));

/** Errors of one key or record that may pass by themselves; what may pass for the whole process never gets here. */
const TRANSIENT_CODES = new Set(['LP_VAULT_KEY_MISSING']);

/** An error as a case keeps it. `transient` is said by the error's code, or by itself. */
export function caseErrorOf(thrown: unknown): CaseError {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const { code, transient } = error as { code?: unknown; transient?: unknown };
  const known = typeof code === 'string' && code.startsWith('LP_') ? code : 'LP_TASK_POISON';
  const stack = (error.stack ?? '').replaceAll(`file://${home}`, '').replaceAll(home, '');
  return {
    code: known,
    transient: transient === true || TRANSIENT_CODES.has(known),
    message: error.message.slice(0, LONGEST_MESSAGE),
    stack: cutTo(stack, LONGEST_STACK),
    frame: topFrame(stack),
  };
}

/** The fingerprint of a cause. */
export const groupOf = (processor: string, { code, frame }: Pick<CaseError, 'code' | 'frame'>): string =>
  hash('sha256', JSON.stringify([processor, code, frame])).slice(0, 16);

/** The first frame of this program: not of a library, and not of Node. */
function topFrame(stack: string): string {
  const frames = stack
    .split('\n')
    .map(line => line.trim())
    .filter(line => line.startsWith('at '))
    .map(line => line.slice(3));
  return (frames.find(frame => !/node_modules\/|node:|^native |<anonymous>/.test(frame)) ?? frames[0] ?? '').slice(
    0,
    500,
  );
}

function cutTo(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  return whole.length <= bytes ? text : whole.subarray(0, bytes).toString('utf8').replace(/�$/, '');
}
