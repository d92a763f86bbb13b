/**
 * What a task writes beside every committed position: which topic its state was in, and how far it reached (rule 11).
 * A broker that lost records, or a topic that was made anew, is noticed by it.
 */
export type PositionMetadata = {
  readonly ownTopicId: string;
  readonly ownEnd: bigint;
  /** The same of the hospital; none: written by a version without one (0.1.0), which reads this one as well. */
  readonly hospital?: { readonly topicId: string; readonly end: bigint } | null;
  /** Version of the program that committed it, so that the log tells who works; told beside a hospital only. */
  readonly program?: string | null;
};

const VERSION = 'own1';

export function formatMetadata({ ownTopicId, ownEnd, hospital, program }: PositionMetadata): string {
  const more = hospital ? [hospital.topicId, hospital.end, ...(program ? [program.replace(/\s/g, '')] : [])] : [];
  return [VERSION, ownTopicId, ownEnd, ...more].join(' ');
}

/** Null where it is missing or of another make: then it says nothing. */
export function parseMetadata(text: string): PositionMetadata | null {
  const [version, ownTopicId, ownEnd, hospitalId, hospitalEnd, program] = text.split(' ');
  if (version !== VERSION || !ownTopicId || !isNumber(ownEnd)) return null;
  const own = { ownTopicId, ownEnd: BigInt(ownEnd) };
  if (!hospitalId || !isNumber(hospitalEnd)) return own;
  return { ...own, hospital: { topicId: hospitalId, end: BigInt(hospitalEnd) }, ...(program && { program }) };
}

const isNumber = (text: string | undefined): text is string => text !== undefined && /^\d+$/.test(text);
