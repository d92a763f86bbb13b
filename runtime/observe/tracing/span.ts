import type { SpanPlace } from './ids.ts';

/** One thing that has happened, whole: it is told when it is over. */
export type Span = SpanPlace & {
  /** Null: the trace begins with it. */
  readonly parentId: string | null;
  readonly name: string;
  readonly kind: 'internal' | 'server' | 'client' | 'producer' | 'consumer';
  /** Milliseconds since the epoch. */
  readonly start: number;
  readonly end: number;
  /** Names and ids only: never a value of a record, and nothing personal. */
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly links: readonly SpanPlace[];
  /** A stable code; null: it went well. */
  readonly error: string | null;
};

/** What spans are told to. Never throws, and never waits. */
export type Tracing = {
  /** Whether anything of this trace is kept: what is not need not be put together. */
  keeps(traceId: string): boolean;
  emit(spans: readonly Span[]): void;
};

/** Links of one span; the rest is counted. As many as OpenTelemetry allows where nothing is said. */
export const MOST_LINKS = 128;
