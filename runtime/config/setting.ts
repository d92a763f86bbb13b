import type { z } from 'zod';

/** One environment variable: everything that the parser, the reference page and the masking need to know. */
export type Setting = {
  readonly group: string;
  readonly schema: z.ZodType<unknown, string>;
  /** What the reference page calls the type. */
  readonly type: string;
  /** Used where the variable is not set or empty. */
  readonly fallback: unknown;
  /** What the page says about the default where `fallback` does not say it. */
  readonly defaultText?: string;
  readonly unit?: string;
  readonly meaning: string;
  /** What goes wrong where it is set wrongly, or not set. */
  readonly otherwise: string;
  /** `value`: never shown. `password`: a URL, shown with its password masked. */
  readonly secret?: 'value' | 'password';
};
