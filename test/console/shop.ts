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
  const has = async (path: string, list: string): Promise<boolean> =>
    ((await read<Record<string, object[] | undefined>>(path))[list] ?? []).length > 0;
  const isParked = () => has('/hospital', 'groups');
  const isShown = () => has('/orders?limit=1', 'orders');
  // The pages look at records of a partition: the first orders may be in another one.
  const isInPartition = () => has('/topics/orders/records?partition=0&limit=1', 'records');
  for (const isSo of [isParked, isShown, isInPartition]) await until(isSo, 120_000);
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
