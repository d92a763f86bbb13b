import { describe, expect, it } from 'vitest';
import { type CheckResult, checkText } from './print.ts';

const result: CheckResult = {
  findings: [],
  subjects: ['orders'],
  sources: ['topics'],
  left: ['registry: nobody answers'],
  notes: ['version 3 is dead'],
  // A key is what somebody else has written.
  problems: ['1 value (key a\n::add-mask::b <&>)'],
  scanned: 3,
  readers: [],
  levels: [],
  details: false,
};

describe('what is no finding of a schema, and makes the answer no', () => {
  it('is a failure in JUnit, and what was not compared with is skipped', () => {
    const text = checkText(result, 'junit', false);
    expect(text).toContain('<testsuite name="records" tests="1" failures="1" skipped="0">');
    expect(text).toContain(
      '<failure type="record-unreadable" message="1 value (key a\n::add-mask::b &lt;&amp;&gt;)"/>',
    );
    expect(text).toContain('<testsuite name="sources" tests="1" failures="0" skipped="1">');
    expect(text).toContain('<skipped message="registry: nobody answers"/>');
  });

  it('is an annotation at GitHub, on one line, whatever a key holds', () => {
    expect(checkText(result, 'github', false).trimEnd().split('\n')).toEqual([
      '::error title=record-unreadable::1 value (key a%0A::add-mask::b <&>)',
      '::warning title=not-compared::Not compared with registry: nobody answers',
      '::notice title=note::version 3 is dead',
    ]);
  });

  it('has a line of its own everywhere else', () => {
    for (const format of ['text', 'markdown'] as const) {
      const text = checkText(result, format, false);
      expect(text).toContain('error: 1 value');
      expect(text).toContain('not compared with registry: nobody answers');
    }
    expect(JSON.parse(checkText(result, 'json', false))).toMatchObject({
      problems: result.problems,
      left: result.left,
    });
  });
});
