import { LongplayError } from '../runtime/errors.ts';
import { createMask } from '../runtime/observe/mask.ts';
import type { CliContext } from './context.ts';

/** An expected error is told in words, a defect with everything that helps to find it. */
export function reportError(error: unknown, context: CliContext, secrets: readonly string[] = []): void {
  const mask = createMask(secrets);
  const debug = ['debug', 'trace'].includes(context.env.LOG_LEVEL ?? '');
  const lines: string[] = [];
  if (error instanceof LongplayError) {
    lines.push(`error ${error.code}: ${error.message}`, `remedy: ${error.remedy}`);
    if (debug) lines.push(error.stack ?? '');
  } else {
    lines.push('error: a defect in Longplay', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  context.stderr.write(`${mask(lines.join('\n'))}\n`);
}
