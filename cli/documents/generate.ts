/** Writes the documents of the API that stand in the repository, from the routes, the catalogue and the topology. */
import { writeFileSync } from 'node:fs';
import { asyncApiDocument } from '../../api/asyncapi/document.ts';
import { openApiDocument } from '../../api/openapi.ts';
import { formatSchema } from '../../schemas/generate/format.ts';
import { topology } from '../../streams/topology.ts';
import { clientTypes } from './client-types.ts';

const write = (path: string, text: string) => writeFileSync(new URL(`../../${path}`, import.meta.url), text);

write('docs/reference/asyncapi.json', formatSchema(asyncApiDocument({ stations: topology })));
write('api/client/paths.ts', clientTypes(await openApiDocument()));
