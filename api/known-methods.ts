import type { FastifyInstance } from 'fastify';

/**
 * Which methods each address takes, so that a wrong one is 405 with Allow and not 404 (RFC 9110, 15.5.6). Must see the
 * instance before its routes are added.
 */
export function knownMethods(app: FastifyInstance): (url: string) => string[] {
  const routes: { pattern: RegExp; methods: string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    // What answers questions of browsers, everywhere (CORS), is no address.
    if (url === '*') return;
    const pattern = new RegExp(
      `^${url
        .replace(/[.+?^$()|[\]{}]/g, '\\$&')
        .replace(/:[^/]+/g, '[^/]+')
        .replaceAll('*', '.*')}$`,
    );
    routes.push({ pattern, methods: [method].flat() });
  });
  return url => {
    const path = url.split('?')[0] ?? '';
    return [...new Set(routes.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods))].sort();
  };
}
