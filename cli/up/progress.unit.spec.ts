import { describe, expect, it } from 'vitest';
import { createLogger } from '../../runtime/observe/logger.ts';
import { progressReporter } from './progress.ts';
import { createTerminal } from './terminal.ts';

function screen(interactive: boolean) {
  const written: string[] = [];
  const stream = { isTTY: interactive, columns: 40, write: (text: string) => written.push(text) };
  const terminal = createTerminal(stream as unknown as NodeJS.WriteStream);
  let now = 1_000_000;
  const logger = createLogger({ format: 'json', destination: terminal });
  const report = progressReporter(terminal, logger, () => now);
  return {
    report,
    terminal,
    text: () => written.join(''),
    lines: () => written.filter(Boolean),
    wait: (ms: number) => (now += ms),
  };
}

describe('the progress of a start', () => {
  it('changes one line on a terminal, and keeps it below what is logged', () => {
    const { report, terminal, text } = screen(true);
    report({ part: 'download', text: '412 files', done: 30, total: 60 });
    report({ part: 'kafka', text: 'starting, 4 s' });
    terminal.write('a log line\n');
    terminal.status(null);
    const last = 'download: 412 files (50 %) · kafka: starting, 4 s'.slice(0, 39);
    expect(text()).toBe(
      `\r\u001b[2Kdownload: 412 files (50 %)\r\u001b[2K${last}\r\u001b[2Ka log line\n${last}\r\u001b[2K`,
    );
  });

  it('is a log line a part every few seconds elsewhere', () => {
    const { report, lines, wait } = screen(false);
    report({ part: 'kafka', text: 'starting, 0 s' });
    report({ part: 'registry', text: 'starting, 0 s' });
    wait(1_000);
    report({ part: 'kafka', text: 'starting, 1 s' });
    wait(5_000);
    report({ part: 'kafka', text: 'starting, 6 s' });
    expect(lines().map(line => JSON.parse(line).msg)).toEqual(['starting, 0 s', 'starting, 0 s', 'starting, 6 s']);
  });
});
