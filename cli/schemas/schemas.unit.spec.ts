import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSchemaFile } from '../../schemas/load.ts';
import { main } from '../longplay.ts';
import { disagreements, versionsOf } from './history.ts';
import { type Working, workingSchemas } from './working.ts';

const home = mkdtempSync(join(tmpdir(), 'longplay-schemas-'));
afterAll(() => rmSync(home, { recursive: true }));

async function longplay(...argv: string[]) {
  const printed = { stdout: '', stderr: '' };
  const stream = (to: 'stdout' | 'stderr') => {
    const write = (text: string) => {
      printed[to] += text;
    };
    return { write } as unknown as NodeJS.WriteStream;
  };
  const outside = { env: { LONGPLAY_HOME: home }, stdout: stream('stdout'), stderr: stream('stderr') };
  return { exitCode: await main(argv, outside), ...printed };
}

describe('longplay schemas, without any server', () => {
  it('lists every schema with what is released', async () => {
    const { stdout } = await longplay('schemas', 'list');
    expect(stdout).toMatch(/^orders +1\S* .* FULL_TRANSITIVE +orders$/m);
    const { schemas } = JSON.parse((await longplay('schemas', 'list', '--json')).stdout);
    expect(schemas).toContainEqual(expect.objectContaining({ name: 'outcomes', released: ['1'] }));
  });

  it('explains a rule, and says no to one that there is not', async () => {
    expect((await longplay('schemas', 'rules', 'field-without-default')).stdout).toMatch(
      /^field-without-default \(error\): /,
    );
    expect(await longplay('schemas', 'rules', 'nope')).toMatchObject({ exitCode: 2, stdout: '' });
  });

  it('checks against the releases, and names the servers that it does not know', async () => {
    const { exitCode, stdout, stderr } = await longplay('schemas', 'check');
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^not compared with registry: .*\nnot compared with topics: /m);
    expect(stdout).toMatch(/\n\d+ schemas checked against .*: 0 errors, /);
    expect(exitCode).toBe(0);
    expect((await longplay('schemas', 'check', '--against', 'registry')).exitCode).toBe(2);
    expect((await longplay('schemas', 'check', 'nope')).stderr).toContain('LP_SCHEMAS_NOT_FOUND');
    expect((await longplay('schemas', 'check', '--against', 'yesterday')).stderr).toContain('LP_CLI_USAGE');
  });

  it('compares a file with a released version, with place, fix and rule', async () => {
    const orders = parseSchemaFile('orders');
    const file = join(home, 'orders.avsc');
    const fields = [...orders.fields, { name: 'giftNote', type: 'string' }];
    writeFileSync(file, JSON.stringify({ ...orders, fields }, null, 2));
    const { exitCode, stdout } = await longplay('schemas', 'compare', file, 'orders@1');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/orders\.avsc:\d+:\d+: giftNote has no default .* Fix: .* \[field-without-default\]\n/);
    expect(await longplay('schemas', 'compare', 'orders@1', file)).toMatchObject({ exitCode: 0 });
    expect(await longplay('schemas', 'compare', 'orders@99', file)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('Its released versions: 1'),
    });
  });
});

describe('given sources that contradict each other', () => {
  const working = workingSchemas().find(({ name }) => name === 'stock') as Working;
  const released = [{ version: '1', text: working.text, file: '1.avsc' }];
  const git = { name: 'main', released, current: null };
  const other = JSON.stringify({ ...parseSchemaFile('stock'), doc: 'By hand.' });
  const subject = 'longplay.stock-value';
  const topic = 'longplay.stock';
  const hospital = 'longplay.stock.hospital';

  it('then each contradiction is a sentence', () => {
    const one = { subject, version: 1, id: 4, schema: working.text, deleted: false };
    const two = { subject, version: 2, id: 9, schema: other, deleted: false };
    expect(disagreements(working, { git, registry: [one] })).toEqual([]);
    const older = { ...git, released: [{ version: '1', text: other, file: '1.avsc' }] };
    expect(disagreements(working, { git: older, registry: [one] })).toEqual([]);
    const newest = { ...git, released: [...released, { version: '2', text: other, file: '2.avsc' }] };
    const changed = { ...working, text: '{"type": "record", "name": "New", "fields": []}', released: [] };
    expect(disagreements(changed, { git: newest, registry: [one] })).toEqual([
      `main says that version 2 is the latest; the registry does not have it for ${subject}, whose latest is 1.`,
    ]);
    expect(disagreements(working, { git, registry: [one, two] })[0]).toMatch(
      /main says that version 1 is the latest; .* version 2/,
    );
    expect(disagreements(working, { git, registry: [{ ...one, deleted: true }, two] })[1]).toMatch(/was deleted there/);
    expect(disagreements(working, { registry: [one, two], topics: [] })).toEqual([
      `Version 1 of ${subject} (id 4) is listed, but dead: no record is written with it.`,
    ]);
    const id = { id: 9, topic, subject, schema: other };
    const use = { ...id, records: 2, needed: 1, oldest: { partition: 0, offset: 3n }, sampleKey: 'k', hospital: null };
    const held = { ...use, records: 1, hospital: hospital };
    expect(disagreements(working, { registry: [one], topics: [use, held] })).toEqual([
      `${topic} holds 2 live records of schema id 9, which is no version of ${subject}.`,
      `${hospital} holds 1 open case with a record of ${topic} of schema id 9, which is no version of ${subject}.`,
    ]);
  });

  it('then one schema is one version, by the name that people know', () => {
    const versions = versionsOf({
      git: { ...git, current: { text: working.text, file: 'x' } },
      registry: [
        { subject, version: 7, id: 4, schema: JSON.stringify(JSON.parse(working.text)), deleted: false },
        { subject, version: 8, id: 9, schema: other, deleted: true },
      ],
      topics: [
        {
          id: 9,
          records: 1,
          needed: 1,
          oldest: { partition: 0, offset: 0n },
          sampleKey: null,
          topic,
          subject,
          schema: other,
          hospital: null,
        },
      ],
    });
    expect(versions.map(({ label, listed, alive }) => [label, listed, alive.length])).toEqual([
      ['1', true, 0],
      ['the deleted version 8', false, 1],
    ]);
  });

  it('given versions of two subjects that differ and have one number, then each is called by its subject too', () => {
    const version = { version: 2, deleted: false };
    const versions = versionsOf({
      registry: [
        { ...version, subject: 'a.outcomes-value', id: 4, schema: working.text },
        { ...version, subject: 'b.outcomes-value', id: 5, schema: other },
      ],
    });
    expect(versions.map(({ label }) => label)).toEqual([
      'registry version 2 of a.outcomes-value',
      'registry version 2 of b.outcomes-value',
    ]);
  });
});
