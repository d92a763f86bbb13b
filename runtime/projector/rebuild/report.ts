import type { ParkedKey } from '../parked/open.ts';

/** One table of two generations, compared. */
export type TableDifference = {
  readonly table: string;
  /** Rows of the live one, and of the other. */
  readonly live: number;
  readonly other: number;
  readonly onlyLive: number;
  readonly onlyOther: number;
  readonly different: number;
  /** In how many rows each column differs. */
  readonly columns: Readonly<Record<string, number>>;
  /** Columns that only one of them has; they cannot be compared. */
  readonly columnsOnlyLive: readonly string[];
  readonly columnsOnlyOther: readonly string[];
  readonly samples: readonly Sample[];
};

export type Sample = {
  readonly key: Readonly<Record<string, unknown>>;
  readonly kind: 'only-live' | 'only-other' | 'different';
  /** The values of the columns that differ, cut; personal ones are ciphertext as everywhere in read models. */
  readonly columns: Readonly<Record<string, { readonly live: string | null; readonly other: string | null }>>;
};

/** What an operation has come to. */
export type Report = {
  /** Of a rebuild and a verification. */
  readonly proof?: Proof;
  /** Why differences were accepted. */
  readonly accepted?: string;
  /** Records read and rows that came of them, over all partitions. */
  readonly records?: number;
  readonly rows?: number;
  /** How long loading, indexes, catching up and comparing took. */
  readonly seconds?: Readonly<Record<string, number>>;
  /** The generation that readers ask since then. */
  readonly live?: number;
  /** Of a heal: what changed of the key's rows. */
  readonly healed?: { readonly key: string; readonly records: number; readonly rows: number };
};

export type Proof = {
  readonly comparedAt: string;
  /** Generations. */
  readonly live: number;
  readonly other: number;
  readonly differences: number;
  readonly tables: readonly TableDifference[];
  /**
   * What either could not project: keys of which it shows an older fact, or none. Differences of these keys come of that.
   * Left out: nothing.
   */
  readonly parked?: { readonly live: number; readonly other: number; readonly samples: readonly ParkedKey[] };
  /** Where both stood: offset by topic and partition. */
  readonly position: Readonly<Record<string, string>>;
  /** How long appliers waited, ms. */
  readonly heldMs: number;
  /** Topics of which records were deleted that were read once: what they made cannot be made again. */
  readonly trimmed: readonly string[];
};
