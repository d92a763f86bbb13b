import type { AppliedRequest } from '../../schemas/types/shared.ts';
import { type Asked, remembered as rememberedAtTheDoor } from '../door.ts';

/** Quotes that an instrument remembers: the newest, for who tells one twice. An older one is overtaken by its sequence. */
const QUOTES = 8;

/**
 * Quotes come by the second, changes of positions do not: shared evenly, the memory would be all quotes, and a change that is
 * told twice would be made twice.
 */
export function remembered(
  requests: readonly AppliedRequest[],
  asked: Asked,
  at: number,
  reason: string | null,
): readonly AppliedRequest[] {
  if (asked.type !== 'QUOTE') return rememberedAtTheDoor(requests, asked, at, reason);
  const kept = new Set(requests.filter(({ type }) => type === 'QUOTE').slice(1 - QUOTES));
  const others = requests.filter(one => one.type !== 'QUOTE' || kept.has(one));
  return rememberedAtTheDoor(others, asked, at, reason);
}
