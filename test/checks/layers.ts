import { existsSync } from 'node:fs';
import { cruise, type ICruiseOptions, type ICruiseResult } from 'dependency-cruiser';
import { layers } from '../../dependency-cruiser.config.ts';

const folders = ['schemas', 'streams', 'projections', 'api', 'cli', 'runtime', 'test', 'bench'];

/** Every import that breaks a layering rule, as `rule: from → to`. Reads the folders below `base`. */
export async function layerViolations(base: string): Promise<string[]> {
  const { options, ...ruleSet } = layers;
  const present = folders.filter(folder => existsSync(`${base}/${folder}`));
  const settings = { ...options, baseDir: base, ruleSet, validate: true } as ICruiseOptions;
  const { output } = await cruise(present, settings);
  const { summary } = output as ICruiseResult;
  if (summary.totalCruised === 0) throw new Error(`No module was read below ${base}.`);
  return summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} → ${to}`);
}
