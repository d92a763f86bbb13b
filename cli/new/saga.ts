import { intoImports, intoList } from './edits.ts';
import { fill, type Names } from './names.ts';
import { KEY, type Plan } from './plan.ts';
import { registeredProcessor } from './processor.ts';
import { registeredProjection, registeredRoutes } from './registered.ts';
import { filesOf } from './templates.ts';

const providers = 'cli/up/providers.ts';

/** A saga of two steps, both played, with what asks it, what it writes, and what shows its story. */
export const sagaPlan = (names: Names): Plan => ({
  files: filesOf('saga', names),
  edits: [
    ...registeredProcessor(names, 'the steps, what became of each, and the execution log', 'begin, cancel'),
    ...registeredProjection(names),
    ...registeredRoutes(names, 'Done whole, or not at all.'),
    intoImports(providers, fill("import { openSampleThings } from './sample-things.ts';", names)),
    intoList(providers, 'runners: {', fill('...openSampleThings(),', names)),
  ],
  next: next.map(line => fill(line, names)),
});

const next = [
  'Say what its steps are: streams/sample-things/processor.ts, and who does them: cli/up/sample-things.ts (played for now)',
  'What it is about:       schemas/sample-things/sample-things.avsc; after a change: npm run generate',
  'Run its spec:           npx vitest run --project unit streams/sample-things projections/sample-things',
  'Run it:                 npx longplay up',
  `Ask it:                 curl -s localhost:8080/sample-things ${KEY} -H 'prefer: wait=5' --json '{"title":"The first"}'`,
  `See its story:          curl -s localhost:8080/sample-things ${KEY}`,
  'Follow its facts:       npx longplay tail --topic sample-things --from beginning',
  'All of it, explained:   docs/guide/your-own-process.md',
];
