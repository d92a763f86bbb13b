/**
 * What a task writes beside every committed position: which topic its state was in, and how far it reached (rule 11).
 * A broker that lost records, or a topic that was made anew, is noticed by it.
 */
export type PositionMetadata = { readonly ownTopicId: string; readonly ownEnd: bigint };

const VERSION = 'own1';

export const formatMetadata = ({ ownTopicId, ownEnd }: PositionMetadata): string =>
  `${VERSION} ${ownTopicId} ${ownEnd}`;

/** Null where it is missing or of another make: then it says nothing. */
export function parseMetadata(text: string): PositionMetadata | null {
  const [version, ownTopicId, ownEnd] = text.split(' ');
  if (version !== VERSION || !ownTopicId || !ownEnd || !/^\d+$/.test(ownEnd)) return null;
  return { ownTopicId, ownEnd: BigInt(ownEnd) };
}
