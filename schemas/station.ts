/** Who reads and writes what: a processor as data, with names of topics that lack the installation's prefix. */
export type Station = {
  readonly processor: string;
  /** The fact topic that it alone writes. */
  readonly owns: string;
  readonly reads: readonly string[];
  /** Fact topics that it reads as tables: they cause nothing. */
  readonly tables: readonly string[];
  /** Request topics that it writes, its outcomes among them. */
  readonly asks: readonly string[];
  readonly effects: readonly string[];
};
