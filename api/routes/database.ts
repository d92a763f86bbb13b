import { LongplayError } from '../../runtime/errors.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import { fillingsOf, percentOf } from '../../runtime/projector/filling.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { isPassing } from '../../runtime/projector/passing.ts';

/** Longest wait for an answer of Postgres, ms. A client waits for it. */
const ANSWER_WITHIN_MS = 5_000;

/** Postgres, as the routes see it. */
export type Database = {
  readonly sql: Sql;
  /** The schema of the read models. */
  readonly views: string;
  /** The schema of what the API itself keeps; not disposable. */
  readonly own: string;
  /**
   * The answer of a query.
   *
   * @throws LP_API_UNAVAILABLE, LP_API_VIEWS_MISSING, LP_API_VIEWS_FILLING
   */
  ask<T>(query: PromiseLike<T>): Promise<T>;
};

export function openDatabase(sql: Sql, prefix: string, within: number = ANSWER_WITHIN_MS): Database {
  return {
    sql,
    views: viewsSchema(prefix),
    own: `${prefix}_api`,
    ask: async query => {
      const { promise: late, reject } = Promise.withResolvers<never>();
      const timer = setTimeout(() => reject(new Error(`no answer within ${within} ms`)), within);
      try {
        return await Promise.race([query, late.catch(away)]);
      } catch (cause) {
        if (isMissing(cause)) throw await missing(sql, viewsSchema(prefix), cause);
        throw isPassing(cause) ? away(cause) : cause;
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

/** Texts as one parameter, for `= any(…)`: the statement is the same for any number of them, so it is prepared once. */
export const listed = (sql: Sql, texts: readonly string[]) =>
  sql`array(select json_array_elements_text(${JSON.stringify(texts)}::text::json))`;

function away(cause: unknown): never {
  if (cause instanceof LongplayError) throw cause;
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new LongplayError('LP_API_UNAVAILABLE', `Postgres cannot be asked: ${reason}`, { cause });
}

/** What is not there: it may be there soon. */
async function missing(sql: Sql, control: string, cause: unknown): Promise<LongplayError> {
  const fillings = await fillingsOf({ sql, control }).catch(() => []);
  if (fillings.length === 0) return new LongplayError('LP_API_VIEWS_MISSING', 'A read model has no table.', { cause });
  const all = fillings.map(one => `${one.projection} (${percentOf(one)} %)`).join(', ');
  return new LongplayError('LP_API_VIEWS_FILLING', `Being filled from the log: ${all}.`, { cause });
}

/** undefined_table, invalid_schema_name */
const isMissing = (error: unknown): boolean => ['42P01', '3F000'].includes(String((error as { code?: unknown }).code));
