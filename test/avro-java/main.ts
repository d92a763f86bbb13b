import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import * as fc from 'fast-check';
import { findJava, findOnPath } from '../../runtime/stack/java.ts';
import { findIncompatibilities } from '../../schemas/check/incompatibilities.ts';
import { type SchemaPair, schemaPairs } from '../../schemas/check/testing/pairs.ts';
import { type AvroCase, compatCases } from '../setup/compat-cases.ts';
import { differenceOf, isKnown, type JavaAnswer } from './difference.ts';

/**
 * `npm run check:avro-java [-- --pairs N --seed S]`: asks Apache Avro Java, from Maven Central, about random pairs of
 * schemas and the public cases, and compares its answers with ours. Needs Java 17 (a JDK), Maven and a network; so it
 * is not part of `npm test`.
 */
const { values } = parseArgs({ options: { pairs: { type: 'string', default: '5000' }, seed: { type: 'string' } } });
const seed = values.seed === undefined ? Date.now() % 2 ** 31 : Number(values.seed);
const say = (line: string) => process.stdout.write(`${line}\n`);

const { cases, note } = compatCases<AvroCase>('avro-compat-cases.json');
const random = fc.sample(schemaPairs({ references: true }), { numRuns: Number(values.pairs), seed });
const pairs: { readonly name: string; readonly pair: SchemaPair }[] = [
  ...cases.map(({ id, reader, writer }) => ({ name: id, pair: { reader, writer } as SchemaPair })),
  ...random.map((pair, index) => ({ name: `random ${index}`, pair })),
];
say(`${random.length} random pairs (--seed ${seed}), ${cases.length} public cases${note}`);

const folder = mkdtempSync(join(tmpdir(), 'longplay-avro-java-'));
try {
  const pom = join(import.meta.dirname, 'pom.xml');
  const maven = findOnPath('mvn', process.env);
  if (maven === null) throw new Error('Avro Java is fetched with Maven, and there is no `mvn` on the PATH.');
  await run(maven, ['-q', '-B', '-f', pom, 'prepare-package', `-Dlongplay.into=${folder}`]);
  const answers = await ask(pairs.map(({ pair }) => pair));
  const counts = { compatible: 0, incompatible: 0, unreadable: 0, first: 0, known: 0 };
  const different: string[] = [];
  for (const [index, { name, pair }] of pairs.entries()) {
    const java = answers[index] as JavaAnswer;
    if (java.unreadable !== undefined) {
      counts.unreadable += 1;
      continue;
    }
    counts[java.compatible ? 'compatible' : 'incompatible'] += 1;
    const ours = findIncompatibilities(pair);
    if (isKnown(ours, java)) {
      counts.known += 1;
      continue;
    }
    const difference = differenceOf(ours, java);
    if (difference === null) counts.first += (java.incompatibilities ?? []).length > 0 ? 1 : 0;
    else different.push(`${name}: ${difference}\n    ${JSON.stringify(pair)}`);
  }
  for (const line of different.slice(0, 20)) say(`  ${line}`);
  say(
    `Avro Java: ${counts.compatible} compatible, ${counts.incompatible} incompatible, ${counts.unreadable} unreadable; ${counts.first} with the same type and place; ${counts.known} where Java threw on the way; ${different.length} different`,
  );
  if (different.length > 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

async function ask(asked: readonly SchemaPair[]): Promise<JavaAnswer[]> {
  const { binary } = await findJava(process.env);
  const java = spawn(binary, ['-cp', join(folder, 'jars', '*'), join(import.meta.dirname, 'Check.java')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = ending('java', java);
  const answers: JavaAnswer[] = [];
  const read = (async () => {
    for await (const line of createInterface({ input: java.stdout })) answers.push(JSON.parse(line) as JavaAnswer);
  })();
  for (const pair of asked) java.stdin.write(`${JSON.stringify(pair)}\n`);
  java.stdin.end();
  await Promise.all([read, ended]);
  if (answers.length !== asked.length) throw new Error(`${asked.length} pairs asked, ${answers.length} answers`);
  return answers;
}

async function run(command: string, parameters: readonly string[]): Promise<void> {
  await ending(command, spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] }));
}

function ending(command: string, child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => (code === 0 ? resolve() : reject(new Error(`${command} ended with ${code}`))));
  });
}
