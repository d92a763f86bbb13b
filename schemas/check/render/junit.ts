import { type Finding, placeOf } from '../finding.ts';
import { fixWords } from './text.ts';

export type JunitOptions = {
  /** All that was checked. Default: those of the findings. */
  readonly subjects?: readonly string[];
  /** Records that cannot be read, a sentence each: failures. */
  readonly problems?: readonly string[];
  /** What was not compared with, and why: skipped. */
  readonly left?: readonly string[];
};

/**
 * JUnit's XML as build servers read it: a suite for each subject, a case for each finding, a failure for each error.
 * `subjects` are all that were checked: one without findings is a case that passed. What is no finding of a schema has
 * suites of its own: records that cannot be read, and sources that could not be asked.
 */
export function renderJunit(
  findings: readonly Finding[],
  { subjects = [], problems = [], left = [] }: JunitOptions = {},
): string {
  const names = [...new Set([...subjects, ...findings.map(finding => finding.subject ?? 'schema')])];
  const suites = names.map(name =>
    suite(
      name,
      findings.filter(finding => (finding.subject ?? 'schema') === name),
    ),
  );
  const more = [
    ...sentences('records', problems, text => `<failure type="record-unreadable" message="${xml(text)}"/>`),
    ...sentences('sources', left, text => `<skipped message="${xml(text)}"/>`),
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="schemas">\n${[...suites, ...more].join('')}</testsuites>\n`;
}

/** A suite of sentences, each of which is a case of its own; none where there are none. */
function sentences(name: string, texts: readonly string[], inside: (text: string) => string): string[] {
  if (texts.length === 0) return [];
  const cases = texts.map((text, n) => {
    const open = `    <testcase name="${xml(name)} ${n + 1}" classname="${xml(name)}">`;
    return `${open}\n      ${inside(text)}\n    </testcase>\n`;
  });
  const failures = texts.filter(text => inside(text).startsWith('<failure')).length;
  const counts = `tests="${texts.length}" failures="${failures}" skipped="${texts.length - failures}"`;
  return [`  <testsuite name="${xml(name)}" ${counts}>\n${cases.join('')}  </testsuite>\n`];
}

function suite(name: string, findings: readonly Finding[]): string {
  const failures = findings.filter(finding => finding.severity === 'error').length;
  const cases =
    findings.length === 0
      ? [`    <testcase name="compatible" classname="${xml(name)}"/>\n`]
      : findings.map(finding => testcase(name, finding));
  const counts = `tests="${cases.length}" failures="${failures}"`;
  return `  <testsuite name="${xml(name)}" ${counts}>\n${cases.join('')}  </testsuite>\n`;
}

function testcase(subject: string, finding: Finding): string {
  const { rule, path, sentence, severity, accepted } = finding;
  const open = `    <testcase name="${xml([rule, path].filter(part => part !== '').join(' '))}" classname="${xml(subject)}">`;
  const words = xml([`${placeOf(finding)}:`, sentence, ...fixWords(finding)].join(' '));
  if (severity === 'error') {
    return `${open}\n      <failure type="${rule}" message="${xml(sentence)}">${words}</failure>\n    </testcase>\n`;
  }
  const said = accepted === null ? words : `${words} ${xml(`Accepted by ${accepted.owner}: ${accepted.reason}`)}`;
  return `${open}\n      <system-out>${said}</system-out>\n    </testcase>\n`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function xml(text: string): string {
  const marked = text.replaceAll(/[&<>"]/g, mark => entities[mark] ?? mark);
  // XML 1.0 has no way to write control characters but tab and line ends.
  return marked.replaceAll(/[^\P{Cc}\t\n\r]/gu, '\ufffd');
}
