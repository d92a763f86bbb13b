import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordSchema } from '../../schemas/avro.ts';
import { schemaFolders } from '../../schemas/load.ts';
import { base as checkout } from './state.ts';
import { repositoryOf } from './testing/repository.ts';

const schema = 'schemas/stock-replies/stock-replies.avsc';
const frozen = 'schemas/stock-replies/released';

/** One after the other in one repository, as releases are made. */
describe('given a repository of this checkout', () => {
  let repository: ReturnType<typeof repositoryOf>;
  let first: string;
  let next: string;
  let notes: string;

  const refused = (code: string, ...sentences: string[]) => ({
    code: 1,
    stderr: expect.stringMatching(new RegExp([`^error ${code}: `, ...sentences].join('[^]*'))),
  });
  const changeSchema = (change: (before: RecordSchema) => RecordSchema, message: string) => {
    repository.write(schema, JSON.stringify(change(JSON.parse(repository.read(schema)))));
    expect(repository.generate().code).toBe(0);
    repository.commit(message);
  };

  beforeAll(() => {
    repository = repositoryOf(checkout);
    const major = Number.parseInt(JSON.parse(repository.read('package.json')).version, 10) + 1;
    [first, next] = [`${major}.0.0`, `${major}.0.1`];
    notes = join(repository.base, '.git/notes.md');
    repository.write('.git/notes.md', '### Fixed\n\n- Nothing to speak of.\n');
  });
  afterAll(() => repository.remove());

  it('when it is a dry run, then all is checked and said, and nothing changes', () => {
    const before = repository.state();
    const { code, stdout, stderr } = repository.release(first, '--dry-run', '--notes', notes);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain(`tag     v${first}\n\nThis was a dry run: nothing was changed.\n`);
    expect(repository.state()).toBe(before);
  });

  it('when something is uncommitted, then it is refused', () => {
    repository.write('new.txt', 'not committed');
    expect(repository.release(first, '--notes', notes)).toMatchObject(refused('LP_RELEASE_CHECKOUT', 'new.txt'));
    rmSync(join(repository.base, 'new.txt'));
  });

  it('when it is another branch, then it is refused, unless named', () => {
    repository.git('switch', '--quiet', '--create', 'other');
    expect(repository.release(first, '--notes', notes)).toMatchObject(refused('LP_RELEASE_CHECKOUT', 'not main but'));
    const { code } = repository.release(first, '--notes', notes, '--branch', 'other', '--dry-run');
    expect(code).toBe(0);
    repository.git('switch', '--quiet', 'main');
  });

  it('when a generated file is stale, then it is refused', () => {
    repository.write('schemas/types/orders.ts', '// by hand\n');
    repository.commit('Edit what is generated');
    expect(repository.release(first, '--notes', notes)).toMatchObject(
      refused('LP_RELEASE_STALE', 'schemas/types/orders.ts'),
    );
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('when git refuses the commit, or the tag, then everything is put back', () => {
    const before = repository.state();
    for (const [hook, script] of [
      ['pre-commit', 'echo "no commits today" >&2; exit 1'],
      [
        'reference-transaction',
        'if [ "$1" = prepared ] && grep -q refs/tags/; then echo "no tags today" >&2; exit 1; fi',
      ],
    ] as const) {
      const file = join(repository.base, '.git/hooks', hook);
      repository.write(join('.git/hooks', hook), `#!/bin/sh\n${script}\n`);
      chmodSync(file, 0o755);
      expect(repository.release(first, '--notes', notes)).toMatchObject(refused('LP_RELEASE_FAILED', 'no .* today'));
      rmSync(file);
      expect(repository.state()).toBe(before);
    }
  });

  it('when it is released, then everything is frozen, committed and tagged', () => {
    const { code, stdout, stderr } = repository.release(first, '--notes', notes);
    expect({ code, stderr }).toMatchObject({ code: 0 });
    expect(stdout).toContain(`git push --atomic origin main v${first}`);
    expect(repository.git('status', '--porcelain')).toBe('');
    expect(repository.git('log', '-1', '--format=%s').trim()).toBe(`Release ${first}`);
    expect(repository.git('cat-file', '-t', `v${first}`).trim()).toBe('tag');
    expect(repository.git('rev-parse', `v${first}^{commit}`)).toBe(repository.git('rev-parse', 'HEAD'));
    expect(repository.git('tag', '--list', '--format=%(contents)', `v${first}`)).toContain('### Fixed\n\n- Nothing');
    for (const folder of schemaFolders()) {
      const { version } = JSON.parse(repository.read(`schemas/releases/${first}.json`)).schemas[folder];
      expect(repository.read(`schemas/${folder}/released/${version}.avsc`)).toBe(
        repository.read(`schemas/${folder}/${folder}.avsc`),
      );
    }
    expect(JSON.parse(repository.read(`api/released/openapi-${first}.json`)).info.version).toBe(first);
    expect(JSON.parse(repository.read('package-lock.json')).packages[''].version).toBe(first);
    expect(repository.read('CHANGELOG.md')).toContain(`## [${first}] - `);
  });

  it('when it is released again, then it is refused', () => {
    expect(repository.release(first, '--notes', notes)).toMatchObject(refused('LP_RELEASE_CHECKOUT', `tag v${first}`));
    repository.git('tag', '--delete', `v${first}`);
    expect(repository.release(first, '--notes', notes)).toMatchObject(refused('LP_RELEASE_VERSION', 'not greater'));
  });

  it('when nobody says what is new, then it is refused', () => {
    expect(repository.release(next)).toMatchObject(refused('LP_RELEASE_NOTES'));
  });

  it('when a schema no longer reads what was released, then it is refused by the field’s name', () => {
    const retype = (field: RecordSchema['fields'][number]) =>
      field.name === 'line' ? { ...field, type: 'string' } : field;
    changeSchema(before => ({ ...before, fields: before.fields.map(retype) }), 'Change a type');
    expect(repository.release(next, '--notes', notes)).toMatchObject(
      refused('LP_RELEASE_INCOMPATIBLE', 'stock-replies: line: it cannot read its version'),
    );
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('when a frozen schema was changed in place, then it is refused', () => {
    const file = `${frozen}/${readdirSync(join(repository.base, frozen)).at(-1)}`;
    repository.write(file, repository.read(file).replace('"doc": "', '"doc": "Really: '));
    repository.commit('Change history');
    expect(repository.release(next, '--notes', notes)).toMatchObject(refused('LP_RELEASE_FROZEN_CHANGED', file));
    repository.git('reset', '--quiet', '--hard', 'HEAD~1');
  });

  it('when a schema grew, then it alone gets a version', () => {
    const before = readdirSync(join(repository.base, frozen)).length;
    const note = { name: 'releaseNote', doc: 'Only in this test.', type: ['null', 'string'], default: null };
    changeSchema(schema => ({ ...schema, fields: [...schema.fields, note] }), 'Add a field');
    expect(repository.release(next, '--notes', notes)).toMatchObject({ code: 0 });
    const added = repository.git('show', '--name-only', '--diff-filter=A', '--format=', 'HEAD').trim().split('\n');
    expect(added.filter(path => path.endsWith('.avsc'))).toEqual([`${frozen}/${before + 1}.avsc`]);
    expect(existsSync(join(repository.base, frozen, `${before + 1}.avsc`))).toBe(true);
  });
});
