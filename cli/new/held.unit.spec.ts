import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** Breaks itself off in the midst of its work, and once more after it. */
const program = `
  import { held } from ${JSON.stringify(join(import.meta.dirname, 'held.ts'))};
  held(() => {
    process.kill(process.pid, 'SIGINT');
    process.stdout.write('done ');
  });
  await new Promise(resolve => setTimeout(resolve, 20));
  process.stdout.write('told ');
  process.kill(process.pid, 'SIGINT');
  setTimeout(() => undefined, 60_000);
`;

it('what is held is done, whoever breaks it off, and can be broken off again after it', () => {
  const { stdout, signal } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  expect([stdout, signal]).toEqual(['done told ', 'SIGINT']);
});
