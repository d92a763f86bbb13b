import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bareSql, bundleOf, projectionIn } from './bundle.ts';

it('comments and layout of SQL do not count, but inside of quotes they do', () => {
  const bare = "create table t ( a text default '--  b' )";
  expect(bareSql("  create table t ( -- all of it\n  a text\n\tdefault '--  b' -- why\n)\n")).toBe(bare);
  expect(bareSql("create table t ( a text default '-- b' )")).not.toBe(bare);
});

describe('given upcasters of the topic that is read', () => {
  const table = 'create table things (id text primary key, version bigint not null)';
  const schema = JSON.stringify({ type: 'record', name: 'Thing', fields: [{ name: 'id', type: 'string' }] });
  const steps = (edition: string): string => `
    const parse = (id: string) => ({ id, edition: '${edition}' });
    export const thingUpcasters = [{ from: 1, up: ({ id }: { id: string }) => parse(id) }];`;
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    writeFileSync(join(folder, 'table.sql'), table);
    writeFileSync(join(folder, 'projection.ts'), `export const things = { name: 'things' };`);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const bundled = async (edition: string | null, to = 'two') => {
    const projection = { name: 'things', topics: ['things'], tableSql: pathToFileURL(join(folder, 'table.sql')) };
    const file = join(folder, `upcasters-${edition}.ts`);
    if (edition !== null) writeFileSync(file, steps(edition));
    const upcasting = { file: pathToFileURL(file), steps: [{ from: 'one', to, up: () => null }] };
    return await bundleOf(
      projection as never,
      () => schema,
      () => (edition === null ? null : upcasting),
    );
  };

  it('then stored code reads by them, as they were when it was stored', async () => {
    const { projection, upcasters } = await projectionIn('things', await bundled('first'));
    expect(projection.name).toBe('things');
    expect(upcasters).toMatchObject([{ from: 'one', to: 'two' }]);
    expect(upcasters[0]?.up({ id: 'a' } as never)).toEqual({ id: 'a', edition: 'first' });
  });

  it('then other steps, or others between the same ones, are other code', async () => {
    const all = [await bundled(null), await bundled('first'), await bundled('second'), await bundled('first', 'three')];
    expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(4);
    expect((await bundled('first')).fingerprint).toBe(all[1]?.fingerprint);
  });
});
