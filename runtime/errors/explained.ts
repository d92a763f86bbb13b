/** What the reference page says of an error: whole sentences. */
export type Explained = {
  readonly meaning: string;
  /** What to do about it, where the thrown error does not say it better. */
  readonly remedy: string;
};
