import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

type Locked = {
  version?: string;
  dev?: boolean;
  license?: string;
  engines?: object;
  hasInstallScript?: boolean;
  optionalDependencies?: Record<string, string>;
};
type Lock = { packages: Record<string, Locked> };

/**
 * What would make `npm ci` fail or ask elsewhere, though it passes here: platform packages without an entry (npm drops
 * those that the registry at hand does not have), and install scripts that nobody approved or refused.
 */
export function lockfileProblems(base: string): string[] {
  const lock: Lock = JSON.parse(readFileSync(join(base, 'package-lock.json'), 'utf8'));
  const { allowScripts = {} } = JSON.parse(readFileSync(join(base, 'package.json'), 'utf8'));
  const unknownScripts = Object.entries(lock.packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript === true)
    .map(([path]) => path.replace(/^.*node_modules\//, ''))
    .filter(name => !(name in allowScripts))
    .map(name => `${name} has an install script: decide about it in package.json, allowScripts, by name.`);
  const incomplete = missingEntries(lock).map(
    ({ name }) => `${name} has no entry in package-lock.json: run \`node test/checks/lockfile.ts\`.`,
  );
  return [...unknownScripts, ...incomplete];
}

function missingEntries({ packages }: Lock): { name: string; version: string; owner: Locked }[] {
  return Object.entries(packages).flatMap(([path, owner]) =>
    Object.entries(owner.optionalDependencies ?? {})
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
      .map(([name, version]) => ({ name, version, owner })),
  );
}

/** Adds the missing entries; npm checks their content where it installs them, as for every entry without a hash. */
export function completeLockfile(path: string): void {
  const lock: Lock = JSON.parse(readFileSync(path, 'utf8'));
  for (const { name, version, owner } of missingEntries(lock)) {
    lock.packages[`node_modules/${name}`] = platformEntry(name, version, owner);
  }
  const { '': root, ...rest } = lock.packages;
  const sorted = Object.entries(rest).sort(([a], [b]) => a.localeCompare(b, 'en'));
  writeFileSync(
    path,
    `${JSON.stringify({ ...lock, packages: { '': root, ...Object.fromEntries(sorted) } }, null, 2)}\n`,
  );
}

function platformEntry(name: string, version: string, owner: Locked): Locked {
  const platform =
    /(android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32|windows)-([a-z0-9]+)(?:-(\w+))?$/.exec(name);
  const [, os, cpu, abi] = platform ?? [];
  if (os === undefined || cpu === undefined || !/^\d/.test(version)) {
    throw new Error(`${name}@${version} does not tell its platform; add it to package-lock.json by hand.`);
  }
  const libc = abi === 'musl' ? ['musl'] : abi === 'gnu' ? ['glibc'] : null;
  const { dev, license, engines } = owner;
  const entry = {
    version,
    cpu: [cpu],
    ...(dev && { dev }),
    ...(libc && { libc }),
    ...(license && { license }),
    optional: true,
    os: [os === 'windows' ? 'win32' : os],
    ...(engines && { engines }),
  };
  return entry;
}

if (import.meta.main) completeLockfile(join(import.meta.dirname, '../../package-lock.json'));
