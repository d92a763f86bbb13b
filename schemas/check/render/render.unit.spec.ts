import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { acceptanceLine, parseAcceptances } from '../acceptances.ts';
import { checkSchema } from '../check.ts';
import type { Finding } from '../finding.ts';
import { readSchema } from '../read-schema.ts';
import { reportSchema } from '../report-schema.ts';
import { formats, render } from './render.ts';
import { summaryOf } from './text.ts';

const order = (...fields: string[]) =>
  `{ "type": "record", "name": "Order", "namespace": "shop", "fields": [\n${fields.join(',\n')}\n] }`;
const previous = [order('{ "name": "country", "type": "string", "default": "GB" }')];
const candidate = readSchema(
  order('{ "name": "country", "type": "string", "default": "I|E" }', '{ "name": "weight", "type": "string" }'),
  { file: 'schemas/a,b.avsc' },
);

function findings(acceptances = ''): Finding[] {
  const accepted = parseAcceptances(acceptances);
  return checkSchema({ subject: 'orders-value', level: 'FULL_TRANSITIVE', previous, candidate, acceptances: accepted });
}

const [, warning] = findings();
const acceptedLine = acceptanceLine(warning as Finding, 'anna', 'Moved.');

describe('given an error and a warning', () => {
  it('then text has a line for each, with place, sentence, fix and rule', () => {
    expect(render('text', findings())).toBe(
      [
        'schemas/a,b.avsc:3:1: weight has no default in this schema, and records of version 1 lack it. Fix: give weight a default: "default": ""; or make weight optional: ["null", "string"] with "default": null. [field-without-default]',
        'schemas/a,b.avsc:2:51: warning: country had the default "GB" and has "I|E": records that lack it are read as something else. [default-changed]',
        '',
      ].join('\n'),
    );
    expect(render('text', findings(acceptedLine))).toContain(': accepted by anna (Moved.): country had');
    expect(summaryOf(findings())).toBe('1 error, 1 warning');
    expect(summaryOf(findings(acceptedLine))).toBe('1 error, 0 warnings, 1 accepted');
  });

  it('then colour is the caller’s', () => {
    const painted = render('text', findings(), { paint: (role, text) => `<${role}>${text}</${role}>` });
    expect(painted).toContain('<place>schemas/a,b.avsc:3:1</place>: <error>weight has no default');
    expect(painted).toContain('<rule>[field-without-default]</rule>');
  });

  it('then the JSON is what its published schema says', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(reportSchema);
    for (const report of [render('json', findings()), render('json', findings(acceptedLine)), render('json', [])]) {
      expect(validate(JSON.parse(report)), JSON.stringify(validate.errors)).toBe(true);
    }
    const [error] = findings();
    expect(validate({ version: 1, findings: [{ ...error, fingerprint: 'x' }], counts: {} })).toBe(false);
  });

  it('then GitHub gets annotations with its own escapes', () => {
    const lines = render('github', findings(acceptedLine)).split('\n');
    expect(lines[0]).toMatch(
      /^::error file=schemas\/a%2Cb\.avsc,line=3,col=1,title=field-without-default::weight has no/,
    );
    expect(lines[1]).toMatch(/^::notice file=/);
  });

  it('then JUnit has a failure for the error only, and a passed case for a subject without findings', () => {
    const xml = render('junit', findings(), { subjects: ['orders-value', 'stock<value'] });
    expect(xml).toContain('<testsuite name="orders-value" tests="2" failures="1">');
    expect(xml).toContain('<testcase name="field-without-default weight" classname="orders-value">');
    expect(xml).toContain('&quot;default&quot;: null.</failure>');
    expect(xml).toContain('<testsuite name="stock&lt;value" tests="1" failures="0">');
    expect(xml.match(/<failure /g)).toHaveLength(1);
  });

  it('then Markdown is a table, whatever stands in the sentences', () => {
    const [summary, , , , ...rows] = render('markdown', findings()).trimEnd().split('\n');
    expect(summary).toBe('1 error, 1 warning');
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(5);
    expect(render('markdown', [])).toBe('All schemas are compatible.\n');
  });

  it('then each format is rendered from no findings too', () => {
    for (const format of formats) expect(typeof render(format, [])).toBe('string');
  });
});
