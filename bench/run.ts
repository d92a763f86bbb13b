#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/** `npm run bench -- NAME [options]`: runs bench/NAME/main.ts. Figures are ratios against a peer in the same run. */
const [name, ...args] = process.argv.slice(2);
const here = import.meta.dirname;
const names = (await readdir(here, { withFileTypes: true })).filter(one => one.isDirectory()).map(one => one.name);

if (name === undefined || !existsSync(`${here}/${name}/main.ts`)) {
  process.stderr.write(`usage: npm run bench -- NAME [options]\nNAME is one of: ${names.sort().join(', ')}\n`);
  process.exitCode = 2;
} else {
  const { run } = (await import(`./${name}/main.ts`)) as { run(args: string[]): Promise<void> };
  await run(args);
}
