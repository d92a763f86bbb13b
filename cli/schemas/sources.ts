import { LongplayError } from '../../runtime/errors.ts';
import { firstRef, gitTree } from '../../runtime/schema-sources/git.ts';
import { subjectVersions } from '../../runtime/schema-sources/registry.ts';
import { schemasFolder } from '../../schemas/load.ts';
import { aliveSchemas, type Replayed } from './alive.ts';
import type { Known } from './history.ts';
import { type SchemaServers, unknownServer } from './servers.ts';
import { subjectsOf, type Working } from './working.ts';

export type Against = { readonly kind: 'git'; readonly ref: string } | { readonly kind: 'registry' | 'topics' | 'all' };

export type Gathering = {
  readonly against: Against;
  readonly servers: SchemaServers;
  readonly prefix: string;
  readonly replay: boolean;
  readonly onProgress: (text: string | null) => void;
};

export type Gathered = {
  readonly known: ReadonlyMap<string, Known>;
  /** What was compared with. */
  readonly sources: readonly string[];
  /** What could not be, and why. */
  readonly left: readonly string[];
  readonly scanned: number | null;
  readonly replayed: readonly Replayed[];
  /** Values that are in no format that can be read, a sentence each. */
  readonly foreign: readonly string[];
};

/** What a branch is compared with where nothing is said: the main line, as far as this clone has it. */
const mainLine = ['origin/HEAD', 'origin/main', 'main', 'HEAD'];

/** Asks the sources. With `all`, one that is not to be reached is left out, and the answer says so. */
export async function gather(working: readonly Working[], gathering: Gathering): Promise<Gathered> {
  const { against } = gathering;
  const asked = (kind: Against['kind']) => against.kind === kind || against.kind === 'all';
  const sources: string[] = [];
  const left: string[] = [];
  const ask = async <T>(kind: Against['kind'], source: string, answer: () => Promise<T>): Promise<T | null> => {
    if (!asked(kind)) return null;
    try {
      const found = await answer();
      sources.push(source);
      return found;
    } catch (error) {
      if (against.kind !== 'all' || !(error instanceof LongplayError)) throw error;
      left.push(`${source}: ${error.message}`);
      return null;
    } finally {
      gathering.onProgress(null);
    }
  };
  const ref = against.kind === 'git' ? against.ref : asked('git') ? await firstRef(schemasFolder, mainLine) : null;
  const git = await ask('git', `git:${ref ?? 'HEAD'}`, () => gitKnown(working, ref ?? 'HEAD'));
  // Without git there are still the frozen files.
  if (git === null && against.kind === 'all') sources.push('releases');
  gathering.onProgress('reading the registry');
  const registry = await ask('registry', 'registry', () => registryKnown(working, gathering));
  const alive = await ask('topics', 'topics', () => aliveSchemas(working, gathering));
  const known = new Map(
    working.map(one => {
      const files = git?.get(one.name) ?? (against.kind === 'all' ? filesOf(one) : undefined);
      const versions = registry?.get(one.name);
      const names = alive?.versions.get(one.name);
      const live = alive?.alive.get(one.name);
      const all: Known = {
        ...(files !== undefined && { git: files }),
        ...(versions !== undefined && { registry: versions }),
        ...(names !== undefined && { names }),
        ...(live !== undefined && { topics: live }),
      };
      return [one.name, all] as const;
    }),
  );
  return {
    known,
    sources,
    left,
    scanned: alive?.records ?? null,
    replayed: alive?.replayed ?? [],
    foreign: alive?.foreign ?? [],
  };
}

async function gitKnown(working: readonly Working[], ref: string): Promise<Map<string, Known['git']>> {
  const { files } = await gitTree(schemasFolder, ref);
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  return new Map(
    working.map(({ name }) => {
      const at = (path: string) => `${ref}:schemas/${path}`;
      const released = [...texts]
        .filter(([path]) => path.startsWith(`${name}/released/`))
        .map(([path, text]) => ({
          version: path.slice(path.lastIndexOf('/') + 1, -'.avsc'.length),
          text,
          file: at(path),
        }))
        .sort((one, other) => Number(one.version) - Number(other.version));
      const text = texts.get(`${name}/${name}.avsc`);
      const current = text === undefined ? null : { text, file: at(`${name}/${name}.avsc`) };
      return [name, { name: ref, released, current }];
    }),
  );
}

const filesOf = ({ released }: Working): Known['git'] => ({ name: 'schemas/*/released', released, current: null });

async function registryKnown(working: readonly Working[], { servers, prefix }: Gathering) {
  const { registry } = servers;
  if (registry === null) throw unknownServer('No schema registry is known here.');
  const versions = await subjectVersions(
    registry,
    working.flatMap(one => subjectsOf(one, prefix)),
  );
  return new Map(
    working.map(one => [one.name, subjectsOf(one, prefix).flatMap(subject => versions.get(subject) ?? [])] as const),
  );
}
