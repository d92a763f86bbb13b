import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { freePort } from './ports.ts';

const MANY = 300;

const drawn = async (): Promise<number[]> => {
  const ports: number[] = [];
  while (ports.length < MANY) ports.push(await freePort());
  return ports;
};

const ABSTRACT = process.platform === 'linux';

it('given one process that draws ports, gives none twice', async () => {
  expect(new Set(await drawn()).size).toBe(MANY);
});

it.runIf(ABSTRACT)('given another process that has drawn, gives none of its ports while it lives', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'longplay-ports-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const program = join(folder, 'draw.ts');
  const module = JSON.stringify(join(import.meta.dirname, 'ports.ts'));
  writeFileSync(
    program,
    `import { freePort } from ${module};
    const ports = [];
    while (ports.length < ${MANY}) ports.push(await freePort());
    process.send(ports);
    setInterval(() => {}, 1_000);`,
  );
  const other = fork(program);
  onTestFinished(() => void other.kill('SIGKILL'));
  const [theirs] = (await once(other, 'message')) as [number[]];
  const ours = await drawn();
  expect(theirs).toHaveLength(MANY);
  // By chance it would be seven of them.
  expect(ours.filter(port => theirs.includes(port))).toEqual([]);
});
