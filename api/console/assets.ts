import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyPluginAsync } from 'fastify';

const types = {
  'console.css': 'text/css; charset=utf-8',
  'console.js': 'text/javascript; charset=utf-8',
  'icon.svg': 'image/svg+xml',
} as const;

type Name = keyof typeof types;

/** One stylesheet, in this order: what comes later wins. */
const STYLES = ['base', 'bar', 'page', 'forms', 'map', 'orders', 'hospital', 'records', 'schemas'] as const;

const read = (path: string): Buffer => readFileSync(new URL(`./assets/${path}`, import.meta.url));

const contentOf = (name: Name): Buffer =>
  name === 'console.css' ? Buffer.concat(STYLES.map(style => read(`styles/${style}.css`))) : read(name);

/** Read once: a program that was replaced on the disk goes on with its own. */
const files = Object.fromEntries(
  (Object.keys(types) as Name[]).map(name => {
    const content = contentOf(name);
    return [name, { content, hash: createHash('sha256').update(content).digest('base64url').slice(0, 12) }];
  }),
) as Record<Name, { readonly content: Buffer; readonly hash: string }>;

/** Another content has another address, so that a browser may keep each for ever. */
export const addressOf = (name: Name): string => `/console/assets/${files[name].hash}/${name}`;

/** What pages load: a stylesheet, a script, an icon. */
export const assetRoutes: FastifyPluginAsync = async app => {
  for (const name of Object.keys(types) as Name[]) {
    const { content, hash } = files[name];
    app.get<{ Params: { hash: string } }>(
      `/console/assets/:hash/${name}`,
      { schema: { hide: true }, config: { needs: null, rateLimit: false } },
      async (request, reply) => {
        const kept = request.params.hash === hash ? 'public, max-age=31536000, immutable' : 'no-cache';
        return reply.header('cache-control', kept).type(types[name]).send(content);
      },
    );
  }
};
