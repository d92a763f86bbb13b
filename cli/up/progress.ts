import type { Logger } from '../../runtime/observe/logger.ts';
import type { StackProgress } from '../../runtime/stack/types.ts';
import type { Terminal } from './terminal.ts';

/** Where nobody watches, a line every so often is enough. */
const pause = 5_000;

/**
 * Shows what the local stack is doing: on a terminal in one changing line, elsewhere as log lines, of which each part
 * writes at most one in five seconds.
 */
export function progressReporter(
  terminal: Terminal,
  logger: Logger,
  now = Date.now,
): (progress: StackProgress) => void {
  const current = new Map<string, string>();
  const lastLine = new Map<string, number>();
  return ({ part, text, done, total }) => {
    const amount = done !== undefined && total ? ` (${Math.floor((done / total) * 100)} %)` : '';
    if (terminal.interactive) {
      current.set(part, `${part}: ${text}${amount}`);
      terminal.status([...current.values()].join(' · '));
      return;
    }
    if (now() - (lastLine.get(part) ?? 0) < pause) return;
    lastLine.set(part, now());
    logger.info({ part }, `${text}${amount}`);
  };
}
