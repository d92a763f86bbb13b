import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { compatCases } from '../../test/setup/compat-cases.ts';
import type { AvroType } from './avro/avsc.ts';
import { isRecord } from './avro/records.ts';
import { parseSchema } from './avro/schema.ts';
import { createCodec } from './codec.ts';

const page = fileURLToPath(new URL('../../docs/reference/avro-differences.md', import.meta.url));

type Case = { id: string; writer: unknown; reader: unknown; datum: unknown; expected?: unknown; error?: true };

/** Avro's JSON encoding to a value of the codec. */
function fromJson(type: AvroType, json: unknown): unknown {
  return convert(
    type,
    json,
    {
      bytes: text => Buffer.from(text as string, 'latin1'),
      union: (_, tagged) => {
        if (tagged === null) return [null, null];
        const [name] = Object.keys(tagged as object);
        return [name as string, (tagged as Record<string, unknown>)[name as string]];
      },
      branch: (union, name, value) => (union.typeName === 'union:wrapped' && name !== null ? { [name]: value } : value),
    },
    fromJson,
  );
}

function toJson(type: AvroType, value: unknown): unknown {
  return convert(
    type,
    value,
    {
      bytes: bytes => (bytes as Buffer).toString('latin1'),
      union: (union, inner) => {
        if (inner === null) return [null, null];
        if (union.typeName === 'union:wrapped') return Object.entries(inner as object)[0] as [string, unknown];
        return [union.types.find(branch => branch.typeName !== 'null')?.branchName as string, inner];
      },
      branch: (_, name, inner) => (name === null ? null : { [name]: inner }),
    },
    toJson,
  );
}

type Encoding = {
  bytes(value: unknown): unknown;
  union(union: AvroType, value: unknown): [branch: string | null, value: unknown];
  branch(union: AvroType, name: string | null, value: unknown): unknown;
};

function convert(
  type: AvroType,
  value: unknown,
  encoding: Encoding,
  inside: (type: AvroType, value: unknown) => unknown,
): unknown {
  if (type.typeName === 'bytes' || type.typeName === 'fixed') return encoding.bytes(value);
  if (type.typeName === 'array') return (value as unknown[]).map(item => inside(type.itemsType, item));
  if (type.typeName === 'map') {
    return Object.fromEntries(
      Object.entries(value as object).map(([key, item]) => [key, inside(type.valuesType, item)]),
    );
  }
  if (isRecord(type)) {
    const record = value as Record<string, unknown>;
    return Object.fromEntries(type.fields.map(({ name, type: field }) => [name, inside(field, record[name])]));
  }
  if (type.typeName.startsWith('union')) {
    const [name, inner] = encoding.union(type, value);
    const branch = type.types.find(one => (name === null ? one.typeName === 'null' : one.branchName === name));
    return encoding.branch(type, name, inside(branch as AvroType, inner));
  }
  return value;
}

async function answer({ writer, reader, datum }: Case): Promise<{ expected: unknown } | { error: true }> {
  const [written, wanted] = [JSON.stringify(writer), JSON.stringify(reader)];
  const codec = createCodec({ schemas: { schemaById: async () => written } });
  const bytes = codec.writer(written, 1).encode(fromJson(parseSchema(written), datum)) as Buffer;
  try {
    const decoder = codec.reader(wanted);
    await decoder.prepare([bytes]);
    return { expected: toJson(parseSchema(wanted), decoder.decode(bytes)) };
  } catch {
    return { error: true };
  }
}

/** Data that Avro Java and hamba/avro read in their own tests, with what they get. */
const { cases, note } = compatCases<Case>('avro-decode-cases.json');

describe.skipIf(note !== '')(`given the data that other implementations read${note}`, () => {
  it('then the codec reads the same, but for the differences that the reference lists', async () => {
    const listed = readFileSync(page, 'utf8').match(/(?<=`)(avro-java|hamba)\/[^`]+(?=`)/g) ?? [];
    const different: string[] = [];
    for (const one of cases) {
      const got = await answer(one);
      const expected = one.error === true ? { error: true } : { expected: one.expected };
      if (JSON.stringify(got) !== JSON.stringify(expected)) different.push(one.id);
    }
    expect(cases).toHaveLength(81);
    expect(different.sort()).toEqual([...listed].sort());
  });
});
