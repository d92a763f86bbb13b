import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryOf } from '../../test/release/testing/repository.ts';
import { carriedOut, changesOf } from './carry-out.ts';
import { processorPlan } from './processor.ts';
import { sagaPlan } from './saga.ts';

/** A copy of this checkout in which one of each kind is begun: two at once, and one by the command itself. */
const repository = repositoryOf(join(import.meta.dirname, '../..'));
const { base } = repository;
const bin = (name: string): string => join(base, 'node_modules/.bin', name);
/** Longer than whatever stands in their place in the templates, so that lines break where they did not. */
const plans = [
  processorPlan({ name: 'concert-invitations', entity: 'concert-invitation' }),
  sagaPlan({ name: 'tours', entity: 'tour' }),
];

function run(command: string, ...parameters: string[]): Promise<{ code: number | null; told: string }> {
  return new Promise(resolve => {
    const child = spawn(command, parameters, { cwd: base });
    const told: string[] = [];
    for (const stream of [child.stdout, child.stderr]) stream.on('data', text => told.push(String(text)));
    child.on('close', code => resolve({ code, told: told.join('') }));
  });
}

const longplay = (...parameters: string[]) => run(process.execPath, join(base, 'cli/bin.js'), 'new', ...parameters);
const right = { code: 0 };

beforeAll(() => {
  const together = { files: plans.flatMap(({ files }) => files), edits: plans.flatMap(({ edits }) => edits), next: [] };
  carriedOut(base, changesOf(base, together));
  repository.commit('Begin a processor and a saga');
}, 120_000);
afterAll(() => repository.remove());

describe('given a checkout in which a processor and a saga were begun', () => {
  it('when a read model is begun of what the new processor writes, then it is there too, and nothing else', async () => {
    const wanted = ['projection', 'guests', '--of', 'concert-invitations'];
    const dry = await longplay(...wanted, '--dry-run');
    expect(dry).toMatchObject(right);
    expect(repository.git('status', '--porcelain')).toBe('');
    const { code, told } = await longplay(...wanted);
    expect([code, told]).toEqual([0, expect.stringContaining('new      projections/guests/project.ts')]);
    const changed = repository.git('status', '--porcelain', '--untracked-files=all').trimEnd().split('\n');
    const listed = told.split('\n').filter(line => /^(new|changed) /.test(line));
    expect(changed.map(line => line.slice(3)).sort()).toEqual(listed.map(line => line.split(/ +/)[1]).sort());
    repository.commit('Begin a read model');
  }, 120_000);

  it('then everything that looks over all of them is content, their own specs are green, and a name is given once', async () => {
    const specs = [
      'streams/concert-invitations',
      'streams/tours',
      'projections/concert-invitations',
      'projections/tours',
    ];
    const over = [
      'projections/guests',
      'projections/projections.unit',
      'streams/topology.unit',
      'schemas/schemas.unit',
    ];
    const more = ['api/openapi-complete', 'test/release/released.unit', 'cli/new/plans.unit'];
    const begun = repository.git('diff', '--name-only', 'HEAD~2', '--', '*.ts').trim().split('\n');
    const [types, style, tests, taken, generated] = await Promise.all([
      run(bin('tsc'), '--noEmit', '-p', '.'),
      run(bin('biome'), 'check', '--error-on-warnings', ...begun),
      run(bin('vitest'), 'run', '--project', 'unit', '--reporter=dot', ...specs, ...over, ...more),
      longplay('processor', 'tours'),
      run('npm', 'run', '--silent', 'generate'),
    ]);
    expect(types).toEqual({ code: 0, told: '' });
    expect(style, style.told).toMatchObject(right);
    expect(tests, tests.told).toMatchObject(right);
    expect(taken).toEqual({ code: 2, told: expect.stringContaining('LP_NEW_NAME_TAKEN') });
    expect(generated, generated.told).toMatchObject(right);
    expect(repository.git('status', '--porcelain')).toBe('');
  }, 240_000);
});
