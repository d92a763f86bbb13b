import type { Violation } from './laws/suspects.ts';

/** What the watch has found, as it stands in Postgres: for whoever asks, and for who goes on with it. */
export type WatchRow = {
  /** When the laws were looked at last, ms since the epoch; null: they were not yet. */
  readonly lookedAt: number | null;
  /** The round that is under way over all orders, and after them, `skus`, over all products. */
  readonly round: {
    readonly beganAt: number;
    readonly after: string;
    readonly orders: number;
    readonly skus?: { readonly after: string; readonly seen: number };
  };
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
