#!/usr/bin/env node
/** `npm run release -- VERSION`: docs/guide/releasing.md. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { LongplayError } from '../../runtime/errors.ts';
import { staleInHead } from './fresh.ts';
import { makeRelease } from './make.ts';
import { planRelease } from './plan.ts';
import { requireCheckout, requireKept } from './refusals.ts';
import { readCheckout, repositoryAt } from './repository.ts';
import { base, read, readState } from './state.ts';
import { requireNext } from './version.ts';

const usage = `Usage: npm run release -- VERSION [--dry-run] [--notes FILE] [--branch NAME]

Freezes the schemas and the API as VERSION: committed files, and a tag. Nothing is pushed.

  --dry-run      check everything, print what would be done, change nothing
  --notes FILE   text for this version's entry in CHANGELOG.md, before what stands under Unreleased
  --branch NAME  the branch that is released (default: main)

Exit code 0: done; 1: refused, nothing was changed; 2: could not run.
`;

type Options = { version: string; 'dry-run': boolean; notes: string | undefined; branch: string };

const print = (line: string) => process.stdout.write(`${line}\n`);

try {
  const options = parseOptions();
  if (options !== null) await release(options);
} catch (error) {
  const known = error instanceof LongplayError;
  process.stderr.write(
    known ? `error ${error.code}: ${error.message}\nremedy: ${error.remedy}\n` : `${(error as Error).stack}\n`,
  );
  process.exitCode = known && error.code.startsWith('LP_RELEASE_') ? 1 : 2;
}

/** Null where help was asked for. */
function parseOptions(): Options | null {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        'dry-run': { type: 'boolean', default: false },
        notes: { type: 'string' },
        branch: { type: 'string', default: 'main' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(usage);
      return null;
    }
    const [version, ...more] = positionals;
    if (version === undefined || more.length > 0) throw new Error('Give one version.');
    return { 'dry-run': values['dry-run'], branch: values.branch, notes: values.notes, version };
  } catch (error) {
    throw new LongplayError('LP_CLI_USAGE', (error as Error).message, { remedy: `\n${usage}` });
  }
}

async function release({ version, notes, branch, 'dry-run': dryRun }: Options): Promise<void> {
  const repository = repositoryAt(base);
  const checkout = await readCheckout(repository);
  requireCheckout(version, branch, checkout);
  const { version: packaged } = JSON.parse(read('package.json')) as { version: string };
  const state = await readState();
  requireNext(version, [
    packaged,
    ...checkout.tags.map(tag => tag.slice(1)),
    ...state.manifests.map(each => each.version),
  ]);
  requireKept(version, state);
  const date = new Date().toISOString().slice(0, 10);
  const plan = planRelease({ version, date, notes: notes === undefined ? '' : readNotes(notes) }, state, read);
  const stale = await staleInHead(base, repository);
  if (stale.length > 0) throw new LongplayError('LP_RELEASE_STALE', `Not as generated: ${stale.join(', ')}.`);
  for (const line of plan.lines) print(line);
  if (dryRun) {
    print('\nThis was a dry run: nothing was changed.');
    return;
  }
  await makeRelease(base, repository, plan);
  print(`\nReleased ${version}. To publish it: git push --atomic origin ${branch} v${version}`);
}

function readNotes(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new LongplayError('LP_RELEASE_NOTES', `${file} cannot be read: ${(cause as Error).message}.`, { cause });
  }
}
