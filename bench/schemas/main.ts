import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import avsc, { type Schema } from 'avsc';
import { checkSchema } from '../../schemas/check/check.ts';
import { findIncompatibilities } from '../../schemas/check/incompatibilities.ts';
import { releasedSchemas, schemaFile, schemaFolders } from '../../schemas/load.ts';
import { interleave, report } from '../measure.ts';

type Pair = { readonly reader: string; readonly writer: string };

/**
 * `npm run bench -- schemas [--rounds N]`: checking pairs of the shop's own schemas, each from its text, against avsc,
 * which parses both and makes a resolver. A round is 1,000 pairs.
 */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '5' } } });
  const pairs = shopPairs();
  const over = (name: string, check: (pair: Pair) => unknown) => ({
    name,
    work: async () => {
      for (let n = 0; n < 1_000; n++) check(pairs[n % pairs.length] as Pair);
      return 1_000;
    },
  });
  const contenders = [
    over('avsc', ({ reader, writer }) => typeOf(reader).createResolver(typeOf(writer))),
    over('findIncompatibilities', findIncompatibilities),
    over('checkSchema, FULL_TRANSITIVE', ({ reader, writer }) =>
      checkSchema({ level: 'FULL_TRANSITIVE', previous: [writer], candidate: reader }),
    ),
  ];
  report('schemas', 'pairs', await interleave(contenders, Number(values.rounds)));
}

/** Every released version with what the schema is now. */
function shopPairs(): Pair[] {
  return schemaFolders().flatMap(folder => {
    const reader = readFileSync(schemaFile(folder), 'utf8');
    return releasedSchemas(folder).map(({ schema }) => ({ reader, writer: JSON.stringify(schema, null, 2) }));
  });
}

function typeOf(schema: string): avsc.Type {
  return avsc.Type.forSchema(JSON.parse(schema) as Schema);
}
