import { intoImports, intoList, intoNames } from './edits.ts';
import { fill, type Names } from './names.ts';
import { type Edit, KEY, type Plan } from './plan.ts';
import { registeredProjection, registeredRoutes } from './registered.ts';
import { filesOf } from './templates.ts';

/** A processor that opens and closes, with what asks it, what it writes, and what shows that. */
export const processorPlan = (names: Names): Plan => ({
  files: filesOf('processor', names),
  edits: [
    ...registeredProcessor(names, 'what is open, and what was closed', 'open, close'),
    ...registeredProjection(names),
    ...registeredRoutes(names, 'What is opened and closed.'),
  ],
  next: next.map(line => fill(line, names)),
});

/** What every processor is listed in that is asked by the API. */
export function registeredProcessor(names: Names, holds: string, asks: string): Edit[] {
  const own = (text: string): string => fill(text, names);
  const request = "requests({\n  name: 'sample-thing-requests',\n  key: 'sample thing id',\n  owner: 'api',";
  const fact = "facts({\n  name: 'sample-things',\n  key: 'sample thing id',\n  owner: 'sample-things',";
  const topics = 'const shopTopics: readonly TopicDefinition[] = [';
  return [
    intoList('schemas/processors.ts', 'export const processors = [', own("'sample-things',")),
    intoList('schemas/topics.ts', topics, own(`${request}\n  record: 'SampleThingRequest',\n  holds: '${asks}',\n}),`)),
    intoList('schemas/topics.ts', topics, own(`${fact}\n  record: 'SampleThing',\n  holds: '${holds}',\n}),`)),
    intoNames('schemas/releases/unreleased.json', ['sample-things', 'sample-thing-requests'].map(own)),
    intoImports('streams/topology.ts', own("import { sampleThings } from './sample-things/processor.ts';")),
    intoList('streams/topology.ts', 'export const processors: readonly Processor[] = [', own('sampleThings,')),
    intoImports(
      'api/requests/request.ts',
      own("import type { SampleThingRequest } from '../../schemas/types/sample-thing-requests.ts';"),
    ),
    intoList(
      'api/requests/request.ts',
      'export type RequestValues = {',
      own("readonly 'sample-thing-requests': SampleThingRequest;"),
    ),
  ];
}

const next = [
  'Say what it decides:    streams/sample-things/decide.ts, its fields in schemas/sample-things/sample-things.avsc',
  'After a schema changed: npm run generate',
  'Run its spec:           npx vitest run --project unit streams/sample-things projections/sample-things',
  'Run it:                 npx longplay up',
  `Ask it:                 curl -s localhost:8080/sample-things ${KEY} -H 'prefer: wait=5' --json '{"title":"The first"}'`,
  `See it:                 curl -s localhost:8080/sample-things ${KEY}`,
  'Follow its facts:       npx longplay tail --topic sample-things --from beginning',
  'All of it, explained:   docs/guide/your-own-process.md',
];
