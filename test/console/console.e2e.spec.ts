import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { areas } from '../../api/console/places.ts';
import { bearer, type Longplay, type Ready, removeHome, start, temporaryHome } from '../e2e/longplay.ts';
import { expectAccessible, looks, openBrowser, signedIn } from './browser.ts';

/** Orders in all states, and some that cannot be read: nobody waits for the last of them. */
const LOAD = ['--orders', '40', '--rate', '10', '--poison', '20'];

/** One shop and one browser for all that is seen here: both take long to start. */
const home = temporaryHome();
let longplay: Longplay;
let load: Longplay;
let ready: Ready;
let browser: Browser;

beforeAll(async () => {
  longplay = start('node', ['cli/bin.js', 'up'], { LONGPLAY_HOME: home });
  [ready, browser] = await Promise.all([longplay.ready(), openBrowser()]);
  load = start('node', ['cli/bin.js', 'load', ...LOAD], { LONGPLAY_HOME: home });
  const parked = async () => {
    expect((await read<{ groups: object[] }>('/hospital')).groups).not.toEqual([]);
  };
  await vi.waitFor(parked, { timeout: 120_000, interval: 500 });
}, 300_000);
afterAll(async () => {
  await browser?.close();
  await load?.stop('SIGKILL');
  await longplay?.stop();
  removeHome(home);
});

async function read<T>(path: string): Promise<T> {
  return (await (await fetch(`${ready.api}${path}`, { headers: bearer(ready.key) })).json()) as T;
}

/** Every kind of page, with the ids of this shop. */
async function pages(): Promise<string[]> {
  type Page = { records: { offset: string; key: string }[] };
  const { records } = await read<Page>('/topics/orders/records?partition=0&limit=1');
  const [{ offset, key }] = records as [{ offset: string; key: string }];
  return [
    ...areas.map(({ href }) => href),
    ...['', '?view=json', '?view=difference', '?view=readers', '?view=records&look=now', '/check'].map(
      more => `/console/schemas/orders${more}`,
    ),
    '/console/topics/orders',
    `/console/topics/orders?key=${key}`,
    `/console/topics/orders/0/${offset}`,
  ];
}

describe('each page of the console', () => {
  it.each(looks)('is told nothing wrong about by the browser and axe, $scheme and $width px wide', async look => {
    const window = await signedIn(browser, ready.api, ready.key, look);
    for (const path of await pages()) {
      expect([path, await window.visit(path)]).toEqual([path, 200]);
      await expectAccessible(window.page);
      expect(window.faults()).toEqual([]);
    }
    await window.close();
  });
});
