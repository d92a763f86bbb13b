import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkSchema } from '../check.ts';
import { type CompatibilityLevel, checkLevel } from '../level.ts';
import { schemaPairs } from '../testing/pairs.ts';
import { applyEdits } from './edits.ts';
import { proposePatch } from './fixes.ts';

const levels = fc.constantFrom<CompatibilityLevel>('BACKWARD', 'FORWARD', 'FULL_TRANSITIVE');

describe('given random schemas with everything that can break', () => {
  it('then each fix that is offered mends its finding and breaks nothing else', { timeout: 120_000 }, () => {
    const counted = { findings: 0, fixed: 0 };
    fc.assert(
      fc.property(schemaPairs({ references: true }), levels, ({ reader, writer }, level) => {
        const candidate = JSON.stringify(reader, null, 2);
        const check = (text: string) =>
          checkSchema({ level, previous: [writer], candidate: text }).filter(({ severity }) => severity === 'error');
        const errors = check(candidate);
        const before = new Set(errors.map(error => error.rule + error.path + error.direction));
        for (const { fixes, fingerprint } of errors) {
          counted.findings += 1;
          counted.fixed += fixes.length > 0 ? 1 : 0;
          for (const { edits } of fixes) {
            const after = check(applyEdits(candidate, edits));
            expect(after.map(error => error.fingerprint)).not.toContain(fingerprint);
            for (const error of after) expect([...before]).toContain(error.rule + error.path + error.direction);
          }
        }
      }),
      { numRuns: 1_000 },
    );
    expect(counted.fixed / counted.findings).toBeGreaterThan(0.8);
  });

  it('then a patch that is offered passes the whole check', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(schemaPairs({ references: true }), levels, ({ reader, writer }, level) => {
        const check = { level, previous: [writer], candidate: reader };
        const patch = proposePatch(check);
        if (patch !== null) expect(checkLevel({ ...check, candidate: patch.text }).compatible).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
