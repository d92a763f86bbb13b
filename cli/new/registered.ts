import { intoImports, intoList } from './edits.ts';
import { fill, type Names } from './names.ts';
import type { Edit } from './plan.ts';

export function registeredProjection(names: Names): Edit[] {
  const path = 'projections/catalogue.ts';
  return [
    intoImports(path, fill("import { sampleThings } from './sample-things/projection.ts';", names)),
    intoList(path, 'export const projections: readonly Projection[] = [', fill('sampleThings,', names)),
  ];
}

/** @param says what the routes are about, for the API's document */
export function registeredRoutes(names: Names, says: string): Edit[] {
  const path = 'api/routes/shop.ts';
  return [
    intoImports(path, fill("import { sampleThingRoutes } from './sample-things.ts';", names)),
    intoList(path, 'const resources = [', fill('sampleThingRoutes,', names)),
    intoList('api/openapi.ts', 'tags: [', `{ name: '${names.name}', description: '${says}' },`),
  ];
}
