import type { Sql } from '../postgres/connect.ts';
import type { Session } from '../postgres/session.ts';

/** The tables and views of a generation. */
export async function relationsOf(sql: Sql, schema: string): Promise<string[]> {
  const rows = await sql<{ name: string }[]>`
    select relname as name from pg_class
    where relnamespace = to_regnamespace(quote_ident(${schema})) and relkind in ('r', 'v') order by relname`;
  return rows.map(({ name }) => name);
}

/** A name inside of SQL text. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/**
 * The statements that let readers see this generation: a view for each of its tables and views, in the place of those of
 * another one. In one transaction: who asks meanwhile waits for the names, and never finds none.
 */
export function doorStatements(
  control: string,
  schema: string,
  relations: readonly string[],
  before: readonly string[],
): string {
  const gone = before.map(name => `drop view if exists ${quoted(control)}.${quoted(name)};`);
  const made = relations.map(
    name => `create view ${quoted(control)}.${quoted(name)} as select * from ${quoted(schema)}.${quoted(name)};`,
  );
  return [...gone, ...made].join('\n');
}

/** The statements that give again, on views of these names, what others were given on those that stand there now. */
export async function grantsOn(
  session: Pick<Session, 'query'>,
  control: string,
  names: readonly string[],
): Promise<string[]> {
  const rows = await session.query(
    `select relname as view, privilege_type as privilege, is_grantable as grantable,
       case when grantee = 0 then 'public' else quote_ident(pg_get_userbyid(grantee)) end as grantee
     from pg_class, aclexplode(relacl)
     where relnamespace = to_regnamespace(quote_ident($1)) and relkind = 'v' and grantee <> relowner`,
    [control],
  );
  return rows
    .filter(({ view }) => names.includes(String(view)))
    .map(({ view, privilege, grantable, grantee }) => {
      const option = grantable === true ? ' with grant option' : '';
      return `grant ${privilege} on ${quoted(control)}.${quoted(String(view))} to ${grantee}${option};`;
    });
}
