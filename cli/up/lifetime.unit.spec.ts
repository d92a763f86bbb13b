import { spawnSync } from 'node:child_process';
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createLogger } from '../../runtime/observe/logger.ts';
import { beginLifetime, type Lifetime } from './lifetime.ts';

let lifetime: Lifetime;
let lines: { level: string; msg: string; code?: string }[];
const killed = vi.fn();
const exit = vi.spyOn(process, 'exit').mockImplementation(() => undefined as never);
afterAll(() => exit.mockRestore());

beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  const logger = createLogger({ format: 'json', destination: { write: line => lines.push(JSON.parse(line)) } });
  lifetime = beginLifetime({ logger, stopTimeout: 60_000, open: () => ['the local servers'] });
  lifetime.onForce(killed);
});

afterEach(() => {
  lifetime.end();
  vi.useRealTimers();
  vi.clearAllMocks();
});

describe('the life of a long-running command', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends well on %s', async signal => {
    process.emit(signal, signal);
    expect(await lifetime.ended).toBe(0);
    expect(lifetime.signal.aborted).toBe(true);
    expect(exit).not.toHaveBeenCalled();
  });

  it('takes a signal that arrives twice at once for one keystroke', () => {
    process.emit('SIGINT', 'SIGINT');
    vi.advanceTimersByTime(50);
    process.emit('SIGINT', 'SIGINT');
    expect(exit).not.toHaveBeenCalled();
  });

  it('kills what is left on a second signal', () => {
    process.emit('SIGINT', 'SIGINT');
    vi.advanceTimersByTime(1_000);
    process.emit('SIGINT', 'SIGINT');
    expect(killed).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledWith(130);
  });

  it('kills what is left when the stop takes too long, and says what it was', () => {
    process.emit('SIGTERM', 'SIGTERM');
    vi.advanceTimersByTime(60_000);
    expect(lines.at(-1)).toMatchObject({ code: 'LP_STOP_TIMEOUT', msg: expect.stringContaining('the local servers') });
    expect(killed).toHaveBeenCalledOnce();
    expect(exit).toHaveBeenCalledWith(1);
  });
});

it('ends with 2 on a defect that nobody caught, and logs it', () => {
  const script = `
    import { createLogger } from './runtime/observe/logger.ts';
    import { beginLifetime } from './cli/up/lifetime.ts';
    const logger = createLogger({ format: 'json' });
    const lifetime = beginLifetime({ logger, stopTimeout: 1000, open: () => [] });
    setTimeout(() => Promise.reject(new TypeError('who would have thought')), 1);
    process.exit(await lifetime.ended);`;
  const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
  expect(status).toBe(2);
  expect(JSON.parse(stdout.split('\n')[0] ?? '')).toMatchObject({
    level: 'fatal',
    err: { type: 'TypeError', message: 'who would have thought' },
  });
});
