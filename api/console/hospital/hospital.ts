import type { PageRoutes } from '../console.ts';
import { hospitalDeeds } from './deeds.ts';
import { moreHospitalDeeds } from './more-deeds.ts';
import { hospitalPages } from './pages.ts';

/** `/console/hospital`: what could not be processed, and what is done about it. */
export const hospitalArea: PageRoutes = async (app, options) => {
  await app.register(hospitalPages, options);
  await app.register(hospitalDeeds, options);
  await app.register(moreHospitalDeeds, options);
};
