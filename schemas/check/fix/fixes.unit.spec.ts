import { describe, expect, it } from 'vitest';
import { type AvroCase, compatCases, type RegistryCase } from '../../../test/setup/compat-cases.ts';
import { type CompatibilityLevel, checkLevel } from '../level.ts';
import { readSchema } from '../read-schema.ts';
import { applyEdits, removeItems, setMember } from './edits.ts';
import { proposePatch } from './fixes.ts';

const version1 = {
  type: 'record',
  name: 'Order',
  namespace: 'shop',
  fields: [
    { name: 'id', type: 'string' },
    { name: 'status', type: { type: 'enum', name: 'Status', symbols: ['UNKNOWN', 'PLACED', 'LOST'] } },
    { name: 'note', type: ['null', 'string'], default: null },
  ],
};

function order(...fields: string[]): string {
  return `{
  "type": "record",
  "name": "Order",
  "namespace": "shop",
  "fields": [
${fields.map(field => `    ${field}`).join(',\n')}
  ]
}
`;
}

const id = '{ "name": "id", "type": "string" }';
const status =
  '{ "name": "status", "type": { "type": "enum", "name": "Status", "symbols": ["UNKNOWN", "PLACED", "LOST"] } }';
const note = '{ "name": "note", "type": ["null", "string"], "default": null }';

function patched(candidate: string, level: CompatibilityLevel = 'BACKWARD') {
  const patch = proposePatch({ level, previous: [version1], candidate });
  const again = checkLevel({ level, previous: [version1], candidate: patch?.text ?? candidate });
  expect(again.compatible).toBe(patch !== null);
  return patch;
}

describe('given a break that a change of the candidate mends', () => {
  it('then a required field gets a default, and the rest of the text stays as it is', () => {
    const patch = patched(order(id, status, note, '{ "name": "country", "type": "string" }'));

    expect(patch?.fixes.map(fix => fix.sentence)).toEqual(['give country a default: "default": ""']);
    expect(patch?.text).toBe(order(id, status, note, '{ "name": "country", "type": "string", "default": "" }'));
  });

  it('then what has no neutral value becomes optional', () => {
    const at = '{ "name": "at", "type": { "type": "long", "logicalType": "timestamp-millis" } }';
    expect(patched(order(id, status, note, at))?.text).toBe(
      order(
        id,
        status,
        note,
        '{ "name": "at", "type": ["null", { "type": "long", "logicalType": "timestamp-millis" }], "default": null }',
      ),
    );
  });

  it('then a lost symbol is read as the neutral one', () => {
    const fewer = status.replace(', "LOST"', '');
    const patch = patched(order(id, fewer, note));

    expect(patch?.fixes[0]?.kind).toBe('enum-default');
    expect(patch?.text).toBe(order(id, fewer.replace('"PLACED"] }', '"PLACED"], "default": "UNKNOWN" }'), note));
  });

  it('then a renamed type gets an alias with its full name, on a line of its own where the others have theirs', () => {
    const patch = patched(order(id, status, note).replace('"Order"', '"Purchase"'));

    expect(patch?.text).toContain('  ],\n  "aliases": ["shop.Order"]\n}');
  });

  it('then one that mends both directions comes before one that mends one', () => {
    const renamed = order(id, status, note).replace('"Order"', '"Purchase"');
    expect(patched(renamed, 'FULL')?.fixes.map(fix => fix.sentence)).toEqual(['put the name back to Order']);
  });

  it('then null is taken behind the type where a default belongs to the type', () => {
    const required = '{ "name": "note", "type": "string", "default": "none" }';
    expect(patched(order(id, status, required))?.text).toContain('"type": ["string", "null"], "default": "none"');
  });

  it('then a field that old readers need comes back with its type', () => {
    const patch = patched(order(id), 'FULL');

    expect(patch?.fixes.map(fix => fix.sentence)).toEqual(['keep the field status']);
    expect(JSON.parse(patch?.text ?? '').fields[1].type).toMatchObject({ name: 'Status', namespace: 'shop' });
  });

  it('then a rename with an alias goes back to the old name where old readers need it', () => {
    const renamed = '{ "name": "key", "type": "string", "aliases": ["id"] }';
    expect(patched(order(renamed, status, note))?.fixes).toEqual([]);
    expect(patched(order(renamed, status, note), 'FULL')?.text).toContain(
      '{ "name": "id", "type": "string", "aliases": [] }',
    );
  });

  it('then several breaks are mended one after the other', () => {
    const candidate = order(
      '{ "name": "id", "type": "int" }',
      status.replace('"LOST"', '"GONE"'),
      '{ "name": "x", "type": "bytes" }',
    );
    expect(patched(candidate, 'FULL')?.fixes.length).toBeGreaterThan(2);
  });
});

describe('given a break that nothing of this mends', () => {
  it('then no patch is offered', () => {
    const crossed = {
      type: 'record',
      name: 'Order',
      fields: [
        { name: 'a', type: 'int', aliases: ['b'] },
        { name: 'b', type: 'string', aliases: ['a'] },
      ],
    };
    const before = {
      type: 'record',
      name: 'Order',
      fields: [
        { name: 'a', type: 'string' },
        { name: 'b', type: 'int' },
      ],
    };
    expect(proposePatch({ level: 'BACKWARD', previous: [before], candidate: crossed })).toBeNull();
  });
});

describe('given edits of a text', () => {
  const listed = (text: string, wanted: string[]) => {
    const { json } = readSchema(`{ "type": "enum", "name": "E", "symbols": ${text} }`).root;
    const symbols = json.kind === 'object' ? json.members[2]?.value : undefined;
    if (symbols === undefined) throw new Error('no symbols');
    const edits = removeItems(symbols, item => item.kind === 'scalar' && wanted.includes(String(item.value)));
    return applyEdits(`{ "type": "enum", "name": "E", "symbols": ${text} }`, edits).slice(42, -2);
  };

  it('then items go with the commas between them', () => {
    expect(listed('["A", "B", "C"]', ['A'])).toBe('["B", "C"]');
    expect(listed('["A", "B", "C"]', ['B'])).toBe('["A", "C"]');
    expect(listed('["A", "B", "C"]', ['C'])).toBe('["A", "B"]');
    expect(listed('["A", "B", "C"]', ['A', 'B'])).toBe('["C"]');
    expect(listed('["A", "B", "C"]', ['B', 'C'])).toBe('["A"]');
    expect(listed('["A", "B", "C"]', ['A', 'C'])).toBe('["B"]');
    expect(listed('["A"]', ['A'])).toBe('[]');
  });

  it('then a member is replaced where it stands', () => {
    const text = '{ "type": "fixed", "name": "F", "size": 4 }';
    expect(applyEdits(text, [setMember(text, readSchema(text).root.json, 'size', 8)])).toBe(text.replace('4', '8'));
  });
});

const pairs = compatCases<AvroCase>('avro-compat-cases.json');
const levels = compatCases<RegistryCase>('registry-compat-cases.json');

describe.skipIf(pairs.note !== '' || levels.note !== '')(
  `given the public cases that are incompatible${pairs.note}`,
  () => {
    const asPairs = pairs.cases
      .filter(one => !one.compatible)
      .map(one => ({ id: one.id, level: 'BACKWARD', previous: [one.writer], candidate: one.reader }));
    const asLevels = levels.cases.filter(one => !one.compatible);

    it('then at least nine in ten of the BACKWARD ones get a patch that passes', async ({ annotate }) => {
      const backward = [...asPairs, ...asLevels].filter(one => one.level.startsWith('BACKWARD'));
      const patches = backward.map(one => {
        const check = { level: one.level as CompatibilityLevel, previous: one.previous, candidate: one.candidate };
        const patch = proposePatch(check);
        if (patch !== null) expect(checkLevel({ ...check, candidate: patch.text }).compatible, one.id).toBe(true);
        return patch;
      });
      const mended = patches.filter(patch => patch !== null);
      const forwards = mended.filter(patch => patch.fixes.some(fix => fix.kind !== 'restore'));
      annotate(
        `${mended.length} of ${backward.length} get a verified patch; ${forwards.length} of them keep something of the change, the others only put back what was`,
      );
      expect(mended.length / backward.length).toBeGreaterThanOrEqual(0.9);
    });
  },
);
