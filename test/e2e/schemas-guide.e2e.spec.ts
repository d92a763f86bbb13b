import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'longplay-guide-'));
const page = readFileSync(join(root, 'docs/guide/schemas.md'), 'utf8');
const git = (where: string, ...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: where,
    encoding: 'utf8',
  });

/** A clone as a newcomer has it, in which the page's edits may be made. */
const clone = join(home, 'clone');
const parts = ['schemas', 'cli', 'runtime', 'streams', 'projections', 'api', 'package.json'];
for (const file of git(root, 'ls-files', '-z', '--', ...parts)
  .split('\0')
  .filter(Boolean)) {
  mkdirSync(dirname(join(clone, file)), { recursive: true });
  cpSync(join(root, file), join(clone, file));
}
symlinkSync(join(root, 'node_modules'), join(clone, 'node_modules'));
// The page shows a change that follows a release: what has grown since is no matter there.
cpSync(join(clone, 'schemas/products/released/1.avsc'), join(clone, 'schemas/products/products.avsc'));
git(clone, 'init', '-q', '-b', 'main');
writeFileSync(join(clone, '.gitignore'), 'node_modules\n');
git(clone, 'add', '.');
git(clone, 'commit', '-q', '-m', 'as it is');

afterAll(async () => {
  driven.stdin.end();
  await once(driven, 'exit');
  rmSync(home, { recursive: true });
});

type Block = { readonly kind: 'sh' | 'json' | 'text'; readonly body: string; readonly before: string };

function blocksOf(section: string): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  for (const match of section.matchAll(/```(sh|json|text)\n(.*?)```/gs)) {
    blocks.push({ kind: match[1] as Block['kind'], body: match[2] as string, before: section.slice(at, match.index) });
    at = match.index + match[0].length;
  }
  return blocks;
}

/** Puts a field of the page into the file that the words before it name: at the end, or in place of another. */
function edit({ body, before }: Block): void {
  const file = join(clone, (/`(schemas\/\S+\.avsc)`/.exec(before) ?? [])[1] ?? 'the page names no file');
  const place = /in place of `(\w+)`/.exec(before)?.[1];
  const schema = JSON.parse(readFileSync(file, 'utf8'));
  const field = JSON.parse(body);
  const at = schema.fields.findIndex(({ name }: { name: string }) => name === (place ?? field.name));
  expect(place === undefined || at >= 0, place).toBe(true);
  schema.fields.splice(at < 0 ? schema.fields.length : at, at < 0 ? 0 : 1, field);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}

type Ran = { readonly code: number | null; readonly output: string };

const env = { PATH: process.env.PATH, LONGPLAY_HOME: join(home, 'stack') };

/** Loading the program takes most of the time of a command: all but the first run in one process of the clone. */
const driver = `
import { createInterface } from 'node:readline';
const { main } = await import('./cli/longplay.ts');
for await (const line of createInterface({ input: process.stdin })) {
  const printed = [[], []];
  const [stdout, stderr] = printed.map(lines => ({ write: text => lines.push(text) > 0 }));
  const code = await main(JSON.parse(line), { env: process.env, stdout, stderr });
  process.stdout.write(JSON.stringify({ code, output: printed.flat().join('') }) + '\\n');
}`;
const driven = spawn(process.execPath, ['--input-type=module', '--eval', driver], {
  cwd: clone,
  env,
  stdio: ['pipe', 'pipe', 'inherit'],
});
const answers = createInterface({ input: driven.stdout })[Symbol.asyncIterator]();

let first = true;

async function run(command: string): Promise<Ran> {
  const [, words] = /^npx longplay (.*)$/.exec(command) ?? [];
  expect(words, command).toBeDefined();
  const parameters = (words as string).split(' ');
  if (first) {
    first = false;
    const ran = spawnSync(process.execPath, ['cli/bin.js', ...parameters], { cwd: clone, env, encoding: 'utf8' });
    return { code: ran.status, output: ran.stdout + ran.stderr };
  }
  driven.stdin.write(`${JSON.stringify(parameters)}\n`);
  return JSON.parse((await answers.next()).value as string) as Ran;
}

/** Line and column depend on what else the file holds: the page's are those of its day. */
const settled = (text: string) => text.replaceAll(/\.avsc:\d+:\d+:/g, '.avsc:L:C:').trim();

const sections = page.split(/^## /m).slice(1);

describe('the guide to schemas', () => {
  it.each(sections.map(section => [section.slice(0, section.indexOf('\n')), section] as const))(
    '%s',
    async (_, section) => {
      git(clone, 'checkout', '-q', '.');
      let shown = '';
      for (const block of blocksOf(section)) {
        if (block.kind === 'json') edit(block);
        if (block.kind === 'text') expect(settled(shown)).toBe(settled(block.body));
        if (block.kind !== 'sh') continue;
        const commands = block.body.trim().split('\n');
        const runs: Ran[] = [];
        for (const command of commands.filter(line => !/^(git|npm) /.test(line))) runs.push(await run(command));
        shown = runs.map(({ output }) => output).join('');
        for (const { code, output } of runs) expect(code, output).toBeLessThan(2);
      }
    },
  );

  it('has commands, edits and answers to hold to', () => {
    const kinds = sections.flatMap(blocksOf).map(({ kind }) => kind);
    for (const kind of ['sh', 'json', 'text']) expect(kinds.filter(one => one === kind).length).toBeGreaterThan(3);
  });
});
