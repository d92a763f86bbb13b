import { LongplayError } from '../../runtime/errors.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { subjectVersions } from '../../runtime/schema-sources/registry.ts';
import { type Finding, isBlocking } from '../../schemas/check/finding.ts';
import { renderText } from '../../schemas/check/render/text.ts';
import { findingsOf } from './findings.ts';
import { versionsOf } from './history.ts';
import { subjectsOf, type Working, workingSchemas } from './working.ts';

/** What the schemas of this program would break, going by the versions that releases froze and the registry lists. */
export async function registryFindings(
  registry: SchemaRegistry,
  prefix: string,
  working: readonly Working[] = workingSchemas(),
): Promise<Finding[]> {
  const versions = await subjectVersions(
    registry,
    working.flatMap(one => subjectsOf(one, prefix)),
    { deleted: false },
  );
  return working.flatMap(one => {
    const registered = subjectsOf(one, prefix).flatMap(subject => versions.get(subject) ?? []);
    const git = { name: 'releases', released: one.released, current: null };
    return findingsOf(one, versionsOf({ git, registry: registered }), []);
  });
}

/**
 * Ends the start of a program whose schemas break a reader, before anything is created or registered.
 * @throws LP_SCHEMAS_INCOMPATIBLE, with a line for each finding.
 */
export async function refuseBreakingSchemas(
  registry: SchemaRegistry,
  prefix: string,
  working?: readonly Working[],
): Promise<void> {
  const breaking = (await registryFindings(registry, prefix, working)).filter(finding => isBlocking(finding));
  if (breaking.length === 0) return;
  throw new LongplayError(
    'LP_SCHEMAS_INCOMPATIBLE',
    `Schemas of this program would break readers; nothing was registered.\n${renderText(breaking).trimEnd()}`,
  );
}
