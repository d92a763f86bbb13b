import { setTimeout as sleep } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { bearer, type Ready, removeHome, start, temporaryHome } from '../e2e/longplay.ts';
import { openBrowser } from './browser.ts';

/** A shop with orders in all states, and some that cannot be read; and a browser. */
export type SeenShop = {
  readonly ready: Ready;
  readonly browser: Browser;
  /** For commands beside it. */
  readonly home: string;
  read<T>(path: string): Promise<T>;
  write(path: string, body: object, headers?: Record<string, string>): Promise<Response>;
  /** Once all that was to be placed is at its end. */
  loaded(): Promise<void>;
  close(): Promise<void>;
};

/** Waits until it is so, for at most so long, ms. */
export async function until(isSo: () => Promise<boolean>, within: number): Promise<void> {
  for (const end = Date.now() + within; !(await isSo()); await sleep(500)) {
    if (Date.now() > end) throw new Error(`It was not so within ${within} ms: ${isSo}`);
  }
}

export async function openSeenShop(load: readonly string[]): Promise<SeenShop> {
  const home = temporaryHome();
  const longplay = start('node', ['cli/bin.js', 'up', '--auto-warehouse'], { LONGPLAY_HOME: home });
  const [ready, browser] = await Promise.all([longplay.ready(), openBrowser()]);
  const loading = start('node', ['cli/bin.js', 'load', ...load], { LONGPLAY_HOME: home });
  const read = async <T>(path: string): Promise<T> =>
    (await (await fetch(`${ready.api}${path}`, { headers: bearer(ready.key) })).json()) as T;
  const isParked = async () => ((await read<{ groups?: object[] }>('/hospital')).groups ?? []).length > 0;
  await until(isParked, 120_000);
  return {
    ready,
    browser,
    home,
    read,
    write: (path, body, headers = {}) =>
      fetch(`${ready.api}${path}`, {
        method: /^\/(orders|streams)/.test(path) ? 'POST' : 'PUT',
        headers: { ...bearer(ready.key), 'content-type': 'application/json', prefer: 'wait=30', ...headers },
        body: JSON.stringify(body),
      }),
    loaded: async () => void (await loading.exit()),
    close: async () => {
      await browser.close();
      await loading.stop('SIGKILL');
      await longplay.stop();
      removeHome(home);
    },
  };
}
