import type { KeyObject } from 'node:crypto';

/** The key that seals one person's personal data. There is one per data subject, for ever. */
export type DataKey = {
  /** What a sealed text names it by: derived from the subject (`keyIdOf`). */
  readonly id: string;
  readonly subject: string;
  /** Null where it was destroyed: whatever it sealed reads as null, and nothing is sealed any more. */
  readonly secret: KeyObject | null;
};

/**
 * Keeps the keys of personal data; the one store beside the log that is not disposable. Every failure is a
 * `VaultError`: nobody may take "can't be asked" for "destroyed".
 *
 * A key that another process destroyed may still be used from this one's memory for a bounded time (`keepFor`); what it
 * seals then can never be opened.
 */
export interface Vault {
  /** The keys of these subjects, by subject; a key is made where there was none, and never where it was destroyed. */
  keysFor(subjects: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** The keys with these ids, by id; one that never was here is left out. */
  keysById(ids: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** Destroys the subject's key for ever, also one that was never made. Doing it again changes nothing. */
  destroy(subject: string): Promise<void>;
}

/** Where a vault keeps its keys: what `createVault` builds on. */
export interface KeyStore {
  /** The subjects' keys, made where missing. Two processes that ask for one at the same time get the same key. */
  obtain(subjects: readonly string[]): Promise<DataKey[]>;
  find(ids: readonly string[]): Promise<DataKey[]>;
  destroy(subject: string): Promise<void>;
}
