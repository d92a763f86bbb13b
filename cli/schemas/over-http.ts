import type { SchemaAnswer, SchemaCheckDependencies } from '../../api/routes/schema-check.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { subjectVersions } from '../../runtime/schema-sources/registry.ts';
import type { Acceptance } from '../../schemas/check/acceptances.ts';
import { checkSchema } from '../../schemas/check/check.ts';
import { checkLevel, compatibilityLevels, type LevelCheck } from '../../schemas/check/level.ts';
import { InvalidSchemaError } from '../../schemas/check/read-schema.ts';
import { findingsOf } from './findings.ts';
import { versionsOf } from './history.ts';
import { committedAcceptances, subjectsOf, workingSchemas } from './working.ts';

/** Other requests wait while fixes are tried: a tenth of what the command line spends, about a tenth of a second. */
const EFFORT = 100_000;

export type CheckerOptions = {
  readonly registry: SchemaRegistry;
  readonly prefix: string;
  /** Default: the committed ones, as they are when this is made. */
  readonly acceptances?: readonly Acceptance[];
};

/**
 * The check of the command line against releases and registry, of a text that somebody sends. Subjects that are not of
 * the catalogue are checked against what the registry lists, at its level.
 *
 * @throws LP_SCHEMAS_ACCEPTANCE_INVALID
 */
export function schemaChecker({
  registry,
  prefix,
  acceptances = committedAcceptances(),
}: CheckerOptions): SchemaCheckDependencies {
  const all = workingSchemas();

  const check = async (subject: string, candidate: string): Promise<SchemaAnswer> => {
    const working = all.find(one => subjectsOf(one, prefix).includes(subject));
    const subjects = working === undefined ? [subject] : subjectsOf(working, prefix);
    const versions = await subjectVersions(registry, subjects, { deleted: false });
    const listed = versions.get(subject) ?? [];
    const comparedWith = listed.map(({ version }) => version);
    if (working !== undefined) {
      const git = { name: 'releases', released: working.released, current: null };
      const history = versionsOf({ git, registry: subjects.flatMap(one => versions.get(one) ?? []) });
      const findings = findingsOf({ ...working, text: candidate }, history, acceptances, EFFORT);
      const previous = history.map(({ label, schema }) => ({ version: label, schema }));
      return { findings, level: working.level, comparedWith, levels: levelsOf(previous, candidate) };
    }
    const level = (await registry.level(subject)) ?? (await registry.globalLevel());
    const previous = listed.map(({ version, schema }) => ({ version, schema }));
    return {
      findings: checkSchema({ level, candidate, previous, subject, acceptances, effort: EFFORT }),
      level,
      comparedWith,
      levels: levelsOf(previous, candidate),
    };
  };

  return { check };
}

/** Whether the candidate may follow at each level; none where one of them is no schema, which is a finding. */
function levelsOf(previous: LevelCheck['previous'], candidate: string): SchemaAnswer['levels'] {
  try {
    return compatibilityLevels.map(level => ({
      level,
      compatible: checkLevel({ level, previous, candidate }).compatible,
    }));
  } catch (error) {
    if (error instanceof InvalidSchemaError) return [];
    throw error;
  }
}
