import { type ErrorCode, LongplayError } from '../../runtime/errors.ts';
import { fingerprint, openApiFile } from './manifest.ts';
import { type ApiDocument, removedOperations } from './operations.ts';
import type { Checkout } from './repository.ts';
import { changedSinceReleased, incompatibilities } from './schemas.ts';
import type { ReleaseState } from './state.ts';
import { mayBreak } from './version.ts';

/** Refuses a checkout that isn't what others have: a release is made of commits only. */
export function requireCheckout(version: string, branch: string, checkout: Checkout): void {
  const refuse = (message: string): never => {
    throw new LongplayError('LP_RELEASE_CHECKOUT', message);
  };
  if (checkout.tags.includes(`v${version}`)) {
    throw new LongplayError('LP_RELEASE_CHECKOUT', `There is a tag v${version} already.`, {
      remedy: 'A release never changes: give the next version.',
    });
  }
  if (checkout.branch !== branch) {
    throw new LongplayError('LP_RELEASE_CHECKOUT', `This is not ${branch} but ${checkout.branch}.`, {
      remedy: `Change to ${branch}, or name another branch with --branch.`,
    });
  }
  if (checkout.changes.length > 0) refuse(`There is something uncommitted: ${some(checkout.changes)}`);
}

/** Refuses what would break somebody who relies on an earlier release. */
export function requireKept(version: string, state: ReleaseState): void {
  requireNone('LP_RELEASE_FROZEN_CHANGED', brokenPromises(state));
  requireNone('LP_RELEASE_INCOMPATIBLE', state.schemas.flatMap(incompatibilities));
  const last = state.manifests.at(-1);
  if (last === undefined || mayBreak(version, last.version)) return;
  requireNone('LP_RELEASE_OPERATION_REMOVED', lostOperations(state));
}

/** Frozen files that aren't as they were released, or that no release knows. */
export function brokenPromises({ schemas, manifests, baselines }: ReleaseState): string[] {
  const documents = manifests.flatMap(({ version, openApi }) => {
    const text = baselines.get(version) ?? null;
    if (text === null) return [`${openApiFile(version)} was released, and is gone.`];
    return fingerprint(text) === openApi ? [] : [`${openApiFile(version)} is not what was released.`];
  });
  return [...changedSinceReleased(schemas, manifests), ...documents];
}

/** What the API of the last release has, and that of now hasn't. */
export function lostOperations({ manifests, baselines, document }: ReleaseState): string[] {
  const last = manifests.at(-1);
  const text = last && baselines.get(last.version);
  if (!text) return [];
  return removedOperations(JSON.parse(text) as ApiDocument, document).map(
    operation =>
      `${operation} is in release ${last.version}, and gone: that needs a new major version, before 1.0.0 a new minor one.`,
  );
}

function requireNone(code: ErrorCode, sentences: readonly string[]): void {
  if (sentences.length > 0) throw new LongplayError(code, some(sentences));
}

const most = 20;

function some(lines: readonly string[]): string {
  const [first = ''] = lines;
  if (lines.length === 1) return first.trim();
  const shown = lines.slice(0, most).map(line => `\n  ${line.trim()}`);
  return `${lines.length} in all:${shown.join('')}${lines.length > most ? '\n  …' : ''}`;
}
