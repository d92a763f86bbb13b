import type { Browser } from 'playwright-core';
import { vi } from 'vitest';
import { bearer, type Longplay, type Ready, removeHome, start, temporaryHome } from '../e2e/longplay.ts';
import { openBrowser } from './browser.ts';

/** A shop with orders in all states, and some that cannot be read; and a browser. */
export type SeenShop = {
  readonly ready: Ready;
  readonly browser: Browser;
  /** For commands beside it. */
  readonly home: string;
  read<T>(path: string): Promise<T>;
  write(path: string, body: object, headers?: Record<string, string>): Promise<Response>;
  close(): Promise<void>;
};

export async function openSeenShop(load: readonly string[]): Promise<SeenShop> {
  const home = temporaryHome();
  const longplay = start('node', ['cli/bin.js', 'up', '--auto-warehouse'], { LONGPLAY_HOME: home });
  const running: Longplay[] = [longplay];
  const [ready, browser] = await Promise.all([longplay.ready(), openBrowser()]);
  running.push(start('node', ['cli/bin.js', 'load', ...load], { LONGPLAY_HOME: home }));
  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${ready.api}${path}`, { headers: bearer(ready.key) })).json()) as T;
  const parked = async (): Promise<void> => {
    const { groups } = await read<{ groups?: object[] }>('/hospital');
    if (groups === undefined || groups.length === 0) throw new Error('Nothing is parked yet.');
  };
  await vi.waitFor(parked, { timeout: 120_000, interval: 500 });
  return {
    ready,
    browser,
    home,
    read,
    write: (path, body, headers = {}) =>
      fetch(`${ready.api}${path}`, {
        method: path.startsWith('/orders') ? 'POST' : 'PUT',
        headers: { ...bearer(ready.key), 'content-type': 'application/json', prefer: 'wait=30', ...headers },
        body: JSON.stringify(body),
      }),
    close: async () => {
      await browser.close();
      await running[1]?.stop('SIGKILL');
      await longplay.stop();
      removeHome(home);
    },
  };
}
