import type { FastifyRequest } from 'fastify';
import type { VersionRef } from '../schemas/types/shared.ts';
import { versionsIn } from './conditional.ts';
import type { Shop } from './context.ts';
import { type Problem, problem } from './errors.ts';

/** The fact that a change is about: who owns the topic decides by the version. */
export type Owned = { readonly topic: string; readonly key: string };

/** `failed`: it cannot be met any more, whoever decides. */
export type Precondition = { readonly restsOn: readonly VersionRef[]; readonly failed: Problem | null };

const NONE: Precondition = { restsOn: [], failed: null };

/**
 * What If-Match and If-None-Match (RFC 9110, 13.1) ask of a change, as far as the read model can tell: what is overtaken
 * there is overtaken everywhere. The version goes along with the request, and its owner has the last word.
 */
export async function preconditionOf(
  { versions }: Pick<Shop, 'versions'>,
  { headers }: Pick<FastifyRequest, 'headers'>,
  owned: Owned | undefined,
): Promise<Precondition> {
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (owned === undefined || (match === undefined && noneMatch === undefined)) return NONE;
  const version = await versions.of(owned);
  const failed = problem('LP_API_PRECONDITION_FAILED', undefined, { version });
  const rests = (on: number, met: boolean) => ({ restsOn: [{ ...owned, version: on }], failed: met ? null : failed });
  if (match === undefined) {
    const wanted = versionsIn(noneMatch ?? '');
    if (wanted === '*') return rests(0, version === null);
    return version !== null && wanted.includes(version) ? { restsOn: [], failed } : NONE;
  }
  const wanted = versionsIn(match);
  if (wanted === '*') return version === null ? { restsOn: [], failed } : NONE;
  if (version !== null && wanted.includes(version)) return rests(version, true);
  // A version that is not here yet may be at its owner.
  const newest = Math.max(0, ...wanted);
  return rests(newest, newest > (version ?? 0));
}
