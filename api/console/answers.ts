import type { Paths } from '../client/paths.ts';

/** What the API answers to a read, as its document says. */
export type AnswerOf<P extends keyof Paths> = Paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer A } } } };
}
  ? A
  : never;
