import { ProblemError } from '../../client/problem-error.ts';
import { type Content, html } from '../html.ts';
import { notice } from './parts.ts';

/** A part of a page. Null: it is not there (404), or `trouble` says why it cannot be told now (503). */
export type Told<T> = { readonly value: T | null; readonly trouble: string | null };

/** What a page can do without: one server that is away does not take away what the others know. */
export async function told<T>(asked: Promise<T>): Promise<Told<T>> {
  try {
    return { value: await asked, trouble: null };
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    if (isMissing(error)) return { value: null, trouble: null };
    if (error.status === 503) return { value: null, trouble: error.problem?.detail ?? error.message };
    throw error;
  }
}

/** What a page cannot do without; null: nobody knows it. */
export async function orNull<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ProblemError && isMissing(error)) return null;
    throw error;
  }
}

const isMissing = ({ status }: ProblemError): boolean => status === 404;

/** @param missing what the page would have shown: “the trail”; parts that were told say nothing. */
export const untold = (missing: string, { trouble }: Pick<Told<unknown>, 'trouble'>): Content =>
  trouble !== null &&
  notice(
    'warn',
    html`<p>${missing} cannot be told now: ${trouble} It is tried again when the page is loaded again.</p>`,
  );
