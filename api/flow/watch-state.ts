import type { Law } from './laws/check.ts';
import type { Proof } from './laws/proof.ts';
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
  /** Laws that are broken and stay so, the first ones of each law. */
  readonly violations: readonly Violation[];
  /** All that are known, by law. */
  readonly broken: Readonly<Record<string, number>>;
  /** Laws of which there may be more than are known. Missing: an older program has looked. */
  readonly more?: readonly Law[];
  /** Missing: an older program has looked. */
  readonly proof?: Proof;
  /** Alarms that are raised, and have been told: what each is about. */
  readonly raised: readonly string[];
};
