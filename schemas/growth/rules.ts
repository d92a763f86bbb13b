import { type AvroSchema, isRecord, type RecordSchema } from '../avro.ts';
import { personalRules } from './personal.ts';
import { releaseRules } from './releases.ts';
import { shapeRules } from './shape.ts';
import type { GrowthViolation } from './violation.ts';

/**
 * Finds what would keep a schema from growing under FULL_TRANSITIVE, or from being read alike by every client
 * (docs/decisions/0021-schemas-that-can-grow.md gives the reason for each rule).
 *
 * `released`: the versions frozen so far, oldest first.
 */
export function findGrowthViolations(schema: AvroSchema, released: readonly RecordSchema[] = []): GrowthViolation[] {
  const violations: GrowthViolation[] = [];
  const report = (rule: string, path: string, message: string) => {
    violations.push({ rule, path, message });
  };
  if (!isRecord(schema)) {
    report('root-record', '', 'The root has to be a record: a union or a primitive can never get a field.');
    return violations;
  }
  shapeRules(schema, report);
  personalRules(schema, report);
  releaseRules(schema, released, report);
  return violations;
}
