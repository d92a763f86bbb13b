import { LongplayError } from '../errors.ts';
import type { Sql } from '../postgres/connect.ts';
import { viewsSchema } from './names.ts';

/**
 * Before a projector has run once, there is nothing to operate on.
 *
 * @throws LP_PROJECTION_NEVER_RUN
 */
export async function refuseWithoutReadModels({
  sql,
  prefix,
}: {
  readonly sql: Sql;
  readonly prefix: string;
}): Promise<void> {
  const control = viewsSchema(prefix);
  const [there] = await sql`select to_regclass(quote_ident(${control}) || '.operation') is not null as yes`;
  if (there?.yes === true) return;
  throw new LongplayError('LP_PROJECTION_NEVER_RUN', `There are no read models of ${prefix} yet.`);
}
