import { afterAll, describe, expect, it } from 'vitest';
import { createLogger } from '../../runtime/observe/logger.ts';
import { buildApp } from '../app.ts';
import { specAuth } from '../testing/callers.ts';

const app = buildApp({
  logger: createLogger({ level: 'silent' }),
  auth: specAuth,
  health: { check: async () => ({ ready: true, servers: {} }) },
  asyncApi: { asyncapi: '3.0.0' },
});
afterAll(() => app.close());

/** Addresses of all that a page of HTML loads. */
const loadedBy = (html: string) => [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url);

describe('the docs page', () => {
  it.each(['/docs', '/docs/'])('%s loads nothing but what this API serves', async url => {
    const page = await app.inject(url);
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    const loaded = loadedBy(page.body);
    expect(loaded.length).toBeGreaterThan(4);
    for (const one of loaded) {
      expect(one).toMatch(/^(\.|\/docs)\/static\//);
      const answer = await app.inject(new URL(one, 'http://here/docs/').pathname);
      expect([one, answer.statusCode]).toEqual([one, 200]);
    }
  });

  it('allows no code or style that stands in the page itself, and has none', async () => {
    const { headers, body } = await app.inject('/docs');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(body).not.toMatch(/<script(?![^>]*\ssrc=)[^>]*>|<style|\sstyle=|\son\w+=/);
  });

  it('shows the document that the routes make', async () => {
    const document = (await app.inject('/docs/json')).json();
    expect(document).toEqual((await app.inject('/openapi.json')).json());
    expect(Object.keys(document.paths)).toContain('/health/live');
    expect(Object.keys(document.paths).filter(path => path.startsWith('/docs'))).toEqual([]);
  });
});

describe('/asyncapi.json', () => {
  it('is the document that was given, by its media type', async () => {
    const answer = await app.inject('/asyncapi.json');
    expect(answer.headers['content-type']).toMatch(/^application\/vnd\.aai\.asyncapi\+json/);
    expect(JSON.parse(answer.body)).toEqual({ asyncapi: '3.0.0' });
  });
});
