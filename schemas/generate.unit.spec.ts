import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordSchema } from './avro.ts';
import { assembleSchema } from './generate/assemble.ts';
import { formatSchema } from './generate/format.ts';
import { generatedFiles } from './generate/outputs.ts';
import { topicTypes } from './generate/types.ts';
import { schemasFolder } from './load.ts';

describe('given the working tree', () => {
  it('then no generated file is stale', () => {
    for (const [file, content] of generatedFiles()) expect(readFileSync(file, 'utf8'), file).toBe(content);
  });
});

describe('given a copy of the schemas', () => {
  let copy: string;
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(copy, 'schemas/generate.ts'), ...args], { cwd: copy, encoding: 'utf8' });

  beforeAll(() => {
    copy = mkdtempSync(join(tmpdir(), 'longplay-generate-'));
    cpSync(schemasFolder, join(copy, 'schemas'), { recursive: true });
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}');
    run();
  });
  afterAll(() => rmSync(copy, { recursive: true, force: true }));

  it('when nothing is stale, then --check says nothing and exits 0', () => {
    expect(run('--check')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('when a type file is stale, then --check names it, exits 1 and writes nothing; a run repairs it', () => {
    const file = join(copy, 'schemas/types/orders.ts');
    appendFileSync(file, '// by hand\n');
    const check = run('--check');
    expect(check.status).toBe(1);
    expect(check.stderr).toContain('schemas/types/orders.ts');
    expect(readFileSync(file, 'utf8')).toContain('// by hand');
    expect(run()).toMatchObject({ status: 0, stdout: 'wrote schemas/types/orders.ts\n' });
    expect(run('--check').status).toBe(0);
  });

  it('when a shared type changes, then every schema that uses it is stale, and a run brings all up to date', () => {
    const file = join(copy, 'schemas/shared/Money.avsc');
    writeFileSync(file, readFileSync(file, 'utf8').replace('An amount in one currency.', 'An exact amount.'));
    const check = run('--check');
    expect(check.status).toBe(1);
    expect(check.stderr).toContain('schemas/orders/orders.avsc');
    expect(check.stderr).toContain('schemas/types/shared.ts');
    run();
    expect(readFileSync(join(copy, 'schemas/orders/orders.avsc'), 'utf8')).toContain('An exact amount.');
  });
});

describe('given a schema that names a shared type', () => {
  const money = { type: 'record', name: 'Money', namespace: 'longplay.shared', doc: 'm', fields: [] } as const;
  const shared = new Map([['longplay.shared.Money', money]]);
  const schema: RecordSchema = {
    type: 'record',
    name: 'Thing',
    namespace: 'longplay.things',
    fields: [
      { name: 'a', type: 'longplay.shared.Money' },
      { name: 'b', type: ['null', 'longplay.shared.Money'] },
    ],
  };

  it('then the first use holds the definition, later ones the name', () => {
    const fields = (assembleSchema(schema, shared) as RecordSchema).fields;
    expect(fields[0]?.type).toEqual(money);
    expect(fields[1]?.type).toEqual(['null', 'longplay.shared.Money']);
  });

  it('then assembling again changes nothing, and brings an outdated copy up to date', () => {
    const once = assembleSchema(schema, shared);
    expect(assembleSchema(once, shared)).toEqual(once);
    const outdated = JSON.parse(JSON.stringify(once).replace('"doc":"m"', '"doc":"old"'));
    expect(assembleSchema(outdated, shared)).toEqual(once);
  });
});

describe('given a schema with one field of each kind', () => {
  const schema: RecordSchema = {
    type: 'record',
    name: 'Thing',
    namespace: 'longplay.things',
    doc: 'A thing.',
    dataSubject: 'id',
    fields: [
      { name: 'id', doc: 'The key.', type: 'string' },
      { name: 'count', doc: 'How many.', type: 'long' },
      { name: 'at', doc: 'When.', type: ['null', { type: 'long', logicalType: 'timestamp-millis' }], default: null },
      { name: 'blob', doc: 'Bytes.', type: 'bytes', default: '' },
      { name: 'name', doc: 'A name.', type: ['null', 'string'], default: null, personal: true },
      {
        name: 'size',
        doc: 'Its size.',
        type: { type: 'enum', name: 'Size', doc: 'Sizes.', symbols: ['UNKNOWN', 'SMALL'], default: 'UNKNOWN' },
      },
      {
        name: 'tags',
        doc: 'Tags.',
        type: { type: 'array', items: ['null', 'string'] },
        default: [],
        bound: 3,
        atBound: 'Cut.',
      },
      {
        name: 'totals',
        doc: 'Totals.',
        type: { type: 'map', values: 'Size' },
        default: {},
        bound: 1000,
        atBound: 'Cut.',
      },
      { name: 'cost', doc: 'Cost.', type: 'longplay.shared.Money' },
    ],
  };

  it('then its TypeScript type says all of it', () => {
    expect(topicTypes(schema)).toMatchInlineSnapshot(`
      "// Generated from the .avsc files by \`npm run generate\`; do not edit.
      import type { Money } from './shared.ts';

      /** A thing. */
      export type Thing = {
        /** The key. */
        readonly id: string;
        /** How many. */
        readonly count: number;
        /** When. Milliseconds since the epoch, UTC. */
        readonly at: number | null;
        /** Bytes. */
        readonly blob: Buffer;
        /** A name. Personal: ciphertext everywhere but at the API; null once the key is destroyed. */
        readonly name: string | null;
        /** Its size. */
        readonly size: Size;
        /** Tags. At most 3. Cut. */
        readonly tags: readonly (string | null)[];
        /** Totals. At most 1,000. Cut. */
        readonly totals: Readonly<Record<string, Size>>;
        /** Cost. */
        readonly cost: Money;
      };

      /** Sizes. */
      export type Size =
        | 'UNKNOWN'
        | 'SMALL';
      "
    `);
  });

  it('then it is printed in one way, which reads back the same', () => {
    const text = formatSchema(schema);
    expect(JSON.parse(text)).toEqual(schema);
    expect(text.split('\n').filter(line => line.length > 120)).toEqual([]);
  });
});
