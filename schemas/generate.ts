/**
 * Writes what follows from the schemas and the catalogue: shared types into each .avsc, TypeScript types, and
 * docs/reference/topics.md. `--check` writes nothing and exits 1 where something is stale.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { generatedFiles } from './generate/outputs.ts';

function read(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

const stale = [...generatedFiles()].filter(([file, content]) => read(file) !== content);
const names = stale.map(([file]) => relative(process.cwd(), file));

if (process.argv.includes('--check')) {
  if (stale.length > 0) {
    process.stderr.write(`Stale, run \`npm run generate\`:\n${names.map(name => `  ${name}\n`).join('')}`);
    process.exitCode = 1;
  }
} else {
  for (const [file, content] of stale) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  process.stdout.write(names.map(name => `wrote ${name}\n`).join(''));
}
