import { staleFiles } from './generated.ts';
import { layerViolations } from './layers.ts';
import { longFiles } from './lines.ts';
import { lockfileProblems } from './lockfile.ts';
import { run } from './run.ts';

/** `run` answers whether it passed, and prints what it found. */
export type Check = { readonly name: string; run(): Promise<boolean> };

/** Everything that is checked without running the program, cheapest first. */
export function checksOf(base: string, print: (line: string) => void): Check[] {
  const tool = (name: string, command: string, ...parameters: string[]): Check => ({
    name,
    run: async () => (await run(command, parameters, { cwd: base })) === 0,
  });
  const list = (name: string, find: () => string[] | Promise<string[]>): Check => ({
    name,
    run: async () => {
      const found = await find();
      for (const line of found) print(`  ${line}`);
      return found.length === 0;
    },
  });
  return [
    list('lock file complete, install scripts decided', () => lockfileProblems(base)),
    list('files of at most 400 lines', () => {
      const { tooLong, long } = longFiles(base);
      for (const line of long) print(`  rather long: ${line}`);
      return tooLong;
    }),
    tool('style (biome)', 'biome', 'check', '--error-on-warnings', '.'),
    tool('types (tsc)', 'tsc', '--noEmit', '-p', '.'),
    list('layers (dependency-cruiser)', () => layerViolations(base)),
    tool('nothing unused (knip)', 'knip'),
    list('generated files fresh (npm run generate)', () => staleFiles(base)),
  ];
}
