import { createHash } from 'node:crypto';
import type { Asking, Request } from '../../api/requests/request.ts';
import type { KindName, LineOf, Refusal } from './shapes.ts';

/** What becomes of one line. */
export type Verdict =
  | { readonly send: Request }
  /** The shop holds it as the file says. */
  | { readonly unchanged: true }
  | { readonly refused: readonly Refusal[] };

/** Decides one line after the other. */
export type Judge<K extends KindName = KindName> = {
  /** Learns what it takes to decide these lines. */
  readonly prepare?: (values: readonly LineOf<K>[]) => Promise<void>;
  readonly decide: (value: LineOf<K>, line: number) => Verdict;
};

/** What all requests of one import have in common. */
export type ImportOf = {
  /** Names this import, so that the outcomes of its requests are found again. */
  readonly run: string;
  /** `--again`: everything in the file counts as new, once for each name. */
  readonly again: string | null;
  readonly now: () => number;
};

/** A request id of the same parts is the same request, in whatever import and by whatever name the file goes. */
export const requestId = (kind: KindName, ...parts: readonly (string | number | null)[]): string => {
  const hash = createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 32);
  return `import/${kind}/${hash}`;
};

/** The story that a request of this import begins: which line of it. Orders have their own. */
export const storyOf = (run: string, line: number): string => `import/${run}/${line}`;

/** The line of this import that a story began with, or undefined. */
export function lineOfStory(run: string, correlationId: string): number | undefined {
  const prefix = `import/${run}/`;
  return correlationId.startsWith(prefix) ? Number(correlationId.slice(prefix.length)) : undefined;
}

export const askingOf = ({ now }: ImportOf, id: string, bodyHash: string, correlationId?: string): Asking => ({
  id,
  bodyHash,
  time: now(),
  actor: { kind: 'OPERATOR', id: 'longplay-import' },
  ...(correlationId === undefined ? {} : { correlationId }),
});
