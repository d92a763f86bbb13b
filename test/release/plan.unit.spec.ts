import { describe, expect, it } from 'vitest';
import { releaseInChangelog } from './changelog.ts';
import { planRelease } from './plan.ts';
import { document, note, releasedOnce, thing } from './testing/state.ts';

const head = '# Changelog\n\n## [Unreleased]\n';
const release = { version: '0.2.0', date: '2026-12-01', notes: '' };
const files: Record<string, string> = {
  'CHANGELOG.md': `${head}\n- News.\n`,
  'package.json': '{"version":"0.1.0"}',
  'package-lock.json': '{"version":"0.1.0","packages":{"":{"version":"0.1.0"}}}',
  'schemas/things/things.avsc': 'as it lies there',
  'schemas/parcels/parcels.avsc': 'a new one',
};
const read = (path: string): string => files[path] ?? `no ${path}`;

describe('given a schema that changed, and a new one', () => {
  const once = releasedOnce();
  const schemas = [
    ...once.schemas.map(schema => ({ ...schema, current: thing(note) })),
    { folder: 'parcels', current: thing(), released: [] },
    { folder: 'gone', current: null, released: [{ version: '1', schema: thing() }] },
  ];
  const plan = planRelease(release, { ...once, schemas, unreleased: ['parcels'] }, read);
  const written = (path: string) => JSON.parse(plan.files.get(path) ?? '');

  it('then both are frozen as they lie there, under the next number', () => {
    expect(plan.files.get('schemas/things/released/2.avsc')).toBe('as it lies there');
    expect(plan.files.get('schemas/parcels/released/1.avsc')).toBe('a new one');
    expect(Object.keys(written('schemas/releases/0.2.0.json').schemas)).toEqual(['things', 'parcels']);
    expect(written('schemas/releases/0.2.0.json').schemas.things.version).toBe(2);
    expect(written('schemas/releases/unreleased.json')).toEqual([]);
  });

  it('then the API is kept under the new version, its paths in order', () => {
    const baseline = written('api/released/openapi-0.2.0.json');
    expect(baseline.info).toEqual({ ...document.info, version: '0.2.0' });
    expect(Object.keys(baseline.paths)).toEqual(['/things', '/things/{id}']);
  });

  it('then it says what it would do', () => {
    expect(plan.lines).toEqual([
      'freeze  schemas/things/released/2.avsc',
      'freeze  schemas/parcels/released/1.avsc',
      'keep    0 schemas that did not change',
      'write   schemas/releases/0.2.0.json',
      'write   schemas/releases/unreleased.json',
      'write   api/released/openapi-0.2.0.json',
      'write   api/released/asyncapi-0.2.0.json',
      'write   api/released/accepted.txt',
      'write   CHANGELOG.md',
      'write   package.json',
      'write   package-lock.json',
      'commit  Release 0.2.0',
      'tag     v0.2.0',
    ]);
  });
});

describe('given a schema that did not change', () => {
  it('then it keeps its version, and no file is written for it', () => {
    const plan = planRelease(release, releasedOnce(), read);
    expect([...plan.files.keys()].filter(path => path.endsWith('.avsc'))).toEqual([]);
    expect(JSON.parse(plan.files.get('schemas/releases/0.2.0.json') ?? '').schemas.things.version).toBe(1);
  });
});

describe('given a changelog', () => {
  it('then what is unreleased becomes the version’s, after the notes, before older ones', () => {
    const older = '## [0.1.0] - 2026-11-21\n\n- Old.\n';
    expect(releaseInChangelog(`${head}\n- News.\n\n${older}`, { ...release, notes: 'Notes.\n' })).toEqual({
      text: `${head}\n## [0.2.0] - 2026-12-01\n\nNotes.\n\n- News.\n\n${older}`,
      section: 'Notes.\n\n- News.',
    });
  });

  it('when it is the first version, then nothing follows', () => {
    const { text } = releaseInChangelog(`${head}\n### Added\n\n- News.\n`, release);
    expect(text).toBe(`${head}\n## [0.2.0] - 2026-12-01\n\n### Added\n\n- News.\n`);
  });

  it.each([head, `${head}\n## [0.1.0] - 2026-11-21\n`, '# Changelog\n'])(
    'when nothing is new in it, then it is refused',
    text => {
      expect(() => releaseInChangelog(text, release)).toThrow(expect.objectContaining({ code: 'LP_RELEASE_NOTES' }));
    },
  );
});
