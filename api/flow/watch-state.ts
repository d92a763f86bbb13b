import type { Violation } from './laws/suspects.ts';

/** What the watch has found, as it stands in Postgres: for whoever asks, and for who goes on with it. */
export type WatchRow = {
  /** When it looked last, ms since the epoch. */
  readonly lookedAt: number;
  /** The round over all orders that is under way. */
  readonly round: { readonly beganAt: number; readonly after: string; readonly orders: number };
  /** The last whole round; null: there was none yet. */
  readonly last: {
    readonly beganAt: number;
    readonly finishedAt: number;
    readonly orders: number;
    readonly skus: number;
  } | null;
  /** Laws that are broken and stay so, the first ones. */
  readonly violations: readonly Violation[];
  /** All of them, by law. */
  readonly broken: Readonly<Record<string, number>>;
  /** Alarms that are raised: what each is about. */
  readonly raised: readonly string[];
};
