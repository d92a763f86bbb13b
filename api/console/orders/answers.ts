import type { Paths } from '../../client/paths.ts';

/** What a read of the API answers, by its path. */
export type Answer<P extends keyof Paths> = Paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer B } } } };
}
  ? B
  : never;
