import type { Listing, SchemaRegistry } from '../registry/client.ts';

/** A version of a subject, whether it is still listed or was soft-deleted: what was written with it can be read by id. */
export type SubjectVersion = {
  readonly subject: string;
  readonly version: number;
  readonly id: number;
  readonly schema: string;
  readonly deleted: boolean;
};

/** Subjects asked at once. */
const concurrency = 8;

/**
 * Every version of these subjects, oldest first, soft-deleted ones too unless `deleted` is false, which costs a third
 * less. Subjects that the registry lacks have none.
 */
export async function subjectVersions(
  registry: SchemaRegistry,
  subjects: readonly string[],
  { deleted = true }: Listing = {},
): Promise<ReadonlyMap<string, readonly SubjectVersion[]>> {
  const known = new Set(await registry.subjects({ deleted }));
  const found = new Map<string, readonly SubjectVersion[]>();
  const queue = subjects.filter(subject => known.has(subject));
  async function worker(): Promise<void> {
    for (let subject = queue.shift(); subject !== undefined; subject = queue.shift()) {
      found.set(subject, await versionsOf(registry, subject, deleted));
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker));
  return found;
}

async function versionsOf(registry: SchemaRegistry, subject: string, deleted: boolean): Promise<SubjectVersion[]> {
  const live = new Set(await registry.versions(subject));
  const all = new Set([...live, ...(deleted ? await registry.versions(subject, { deleted }) : [])]);
  const versions: SubjectVersion[] = [];
  for (const number of [...all].sort((one, other) => one - other)) {
    // Deleted for good between two questions, or one of a registry that lists what it does not tell.
    const version = await registry.version(subject, number, { deleted: !live.has(number) });
    if (version !== null) versions.push({ ...version, deleted: !live.has(number) });
  }
  return versions;
}
