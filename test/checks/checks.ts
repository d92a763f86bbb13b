import { staleFiles } from './generated.ts';
import { layerViolations } from './layers.ts';
import { longFiles } from './lines.ts';
import { lockfileProblems } from './lockfile.ts';
import { run } from './run.ts';

/** `run` answers whether it passed, and writes what it found. */
export type Check = { readonly name: string; run(write: (text: string) => void): Promise<boolean> };

/** Everything that is checked without running the program, cheapest first. */
export function checksOf(base: string): Check[] {
  const tool = (name: string, command: string, ...parameters: string[]): Check => ({
    name,
    run: async write => (await run(command, parameters, { cwd: base, write })) === 0,
  });
  type Find = (write: (text: string) => void) => readonly string[] | Promise<readonly string[]>;
  const list = (name: string, find: Find): Check => ({
    name,
    run: async write => {
      const found = await find(write);
      for (const line of found) write(`  ${line}\n`);
      return found.length === 0;
    },
  });
  return [
    list('lock file complete, install scripts decided', () => lockfileProblems(base)),
    list('files of at most 400 lines', write => {
      const { tooLong, long } = longFiles(base);
      for (const line of long) write(`  rather long: ${line}\n`);
      return tooLong;
    }),
    tool('style (biome)', 'biome', 'check', '--error-on-warnings', '.'),
    tool('types (tsc)', 'tsc', '--noEmit', '-p', '.'),
    list('layers (dependency-cruiser)', () => layerViolations(base)),
    tool('nothing unused (knip)', 'knip'),
    list('generated files fresh (npm run generate)', () => staleFiles(base)),
  ];
}
