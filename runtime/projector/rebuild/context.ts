import type { Log } from '../../log/port.ts';
import type { Logger } from '../../observe/logger.ts';
import type { Code, Codes } from '../code.ts';
import type { Control, Generation } from '../generations.ts';
import type { Change, Operation } from './operations.ts';
import type { Turns } from './turns.ts';

/** What working on operations takes. */
export type RebuildOptions = Control & {
  readonly log: Log;
  readonly prefix: string;
  readonly codes: Codes;
  readonly logger: Logger;
  /** Partitions that are loaded side by side, each over a connection of its own. */
  readonly parallel: number;
  /** What is gathered for one partition before it is written: bytes of memory, about. */
  readonly gatherBytes: number;
  /** Loads of several projections come one after the other: what is gathered is memory. */
  readonly turn: Turns;
  /** Resolves once workers feed this generation that is ready, as far as they can be waited for. */
  fed(generation: Generation): Promise<void>;
};

/** One operation under way. */
export type Run = RebuildOptions & {
  /** As it was last noted. */
  operation: Operation;
  readonly owner: string;
  /** Aborted where it is cancelled, lost to another process, or this one stops. */
  readonly signal: AbortSignal;
  note(change: Change): Promise<void>;
};

/** A generation with what fills it. */
export type Filled = { readonly generation: Generation; readonly code: Code };
