import { AxeBuilder } from '@axe-core/playwright';
import chromium from '@sparticuz/chromium';
import { type Browser, type BrowserContext, chromium as driver, type Page } from 'playwright-core';
import { expect } from 'vitest';

export type Look = { readonly scheme: 'light' | 'dark'; readonly width: number };

/** Each page is looked at so: 320 px is a window of 1,280 at 400 % zoom (WCAG 1.4.10). */
export const looks: readonly Look[] = [
  { scheme: 'light', width: 1_280 },
  { scheme: 'dark', width: 320 },
];

export type Signed = {
  readonly page: Page;
  /** Goes to a page of the console and waits until it stands: the status it was answered with. */
  visit(path: string): Promise<number>;
  /** What the browser complained of since it was asked last. */
  faults(): string[];
  close(): Promise<void>;
};

/** A Chromium that needs nothing of the machine: it is unpacked to the folder for temporary files. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env.CHROMIUM_PATH ?? (await chromium.executablePath());
  return driver.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'], headless: true });
}

/** What a policy forbids is told to the page alone, where nobody would see it. */
const TELL_VIOLATIONS = `addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sourceFile, lineNumber }) =>
  console.error('CSP violation: ' + [violatedDirective, blockedURI, sourceFile, lineNumber].join(' ')));`;

/** A window that is signed in to the console at this address. */
export async function signedIn(browser: Browser, api: string, key: string, look: Look): Promise<Signed> {
  const context = await browser.newContext({
    baseURL: api,
    colorScheme: look.scheme,
    viewport: { width: look.width, height: 900 },
  });
  await context.addCookies([{ name: 'longplay_key', value: key, domain: new URL(api).hostname, path: '/console' }]);
  return watched(context);
}

async function watched(context: BrowserContext): Promise<Signed> {
  const page = await context.newPage();
  const found: string[] = [];
  await page.addInitScript(TELL_VIOLATIONS);
  page.on('console', said => {
    if (['error', 'warning'].includes(said.type())) found.push(`${said.type()} at ${page.url()}: ${said.text()}`);
  });
  page.on('pageerror', error => found.push(`script at ${page.url()}: ${error.message}`));
  return {
    page,
    visit: async path => {
      const answer = await page.goto(path);
      await page.locator('main h1').waitFor();
      return answer?.status() ?? 0;
    },
    faults: () => found.splice(0),
    close: () => context.close(),
  };
}

/** Nothing that WCAG 2.2, levels A and AA, finds wrong; and nothing of the page itself scrolls sideways. */
export async function expectAccessible(page: Page): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
  // Otherwise it opens a window of its own for each look, to put the frames together; the console has none.
  axe.setLegacyMode();
  const { violations } = await axe.analyze();
  const told = violations.map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' | ')}`);
  const wide = await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  expect([page.url(), told, Math.max(0, Number(wide) - 1)]).toEqual([page.url(), [], 0]);
}
