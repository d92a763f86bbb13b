import type { PageRoutes } from '../console.ts';
import { projectionDeedRoutes } from './deeds.ts';
import { healRoutes } from './heal.ts';
import { projectionPages } from './pages.ts';

/** `/console/projections`: how read models stand, rebuilds and what they found. */
export const projectionsArea: PageRoutes = async (app, options) => {
  await app.register(projectionPages, options);
  await app.register(projectionDeedRoutes, options);
  await app.register(healRoutes, options);
};
