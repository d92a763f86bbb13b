import { type ErrorCode, LongplayError } from '../../runtime/errors.ts';
import { staleAcceptancesOf, unacceptedOf } from '../breaking/accepted.ts';
import { asyncApiBreaks } from '../breaking/asyncapi.ts';
import { type Break, lineOf } from '../breaking/break.ts';
import { openApiBreaks } from '../breaking/openapi.ts';
import { acceptedFile, asyncApiFile, fingerprint, openApiFile } from './manifest.ts';
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
  requireNone('LP_RELEASE_API_BREAKS', breaksOf(state).map(lineOf));
}

/** Frozen files that aren't as they were released, or that no release knows. */
export function brokenPromises({ schemas, manifests, baselines, asyncBaselines }: ReleaseState): string[] {
  const check = (file: string, text: string | null, released: string): string[] => {
    if (text === null) return [`${file} was released, and is gone.`];
    return fingerprint(text) === released ? [] : [`${file} is not what was released.`];
  };
  const documents = manifests.flatMap(({ version, openApi, asyncApi }) => [
    ...check(openApiFile(version), baselines.get(version) ?? null, openApi),
    ...(asyncApi === undefined ? [] : check(asyncApiFile(version), asyncBaselines.get(version) ?? null, asyncApi)),
  ]);
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

/** Every change since the last release that its clients, or who reads its topics, can notice. */
export function breaksOf({ manifests, baselines, asyncBaselines, document, asyncApi }: ReleaseState): Break[] {
  const { version = '' } = manifests.at(-1) ?? {};
  const [rest, topics] = [baselines.get(version), asyncBaselines.get(version)];
  return [
    ...(rest ? openApiBreaks(JSON.parse(rest), document) : []),
    ...(topics ? asyncApiBreaks(JSON.parse(topics), asyncApi) : []),
  ];
}

/** What `npm test` says of them: those that nobody has accepted, and lines of the accepted ones that are of no use. */
export function unsettled(state: ReleaseState): string[] {
  const breaks = breaksOf(state);
  return [
    ...unacceptedOf(breaks, state.accepted).map(lineOf),
    ...staleAcceptancesOf(breaks, state.accepted).map(
      ({ fingerprint: print, line }) => `${acceptedFile}:${line}: nothing that broke has the fingerprint ${print}.`,
    ),
  ];
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
