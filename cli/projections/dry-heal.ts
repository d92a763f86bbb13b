import { projections } from '../../projections/catalogue.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { viewsSchema } from '../../runtime/projector/names.ts';
import { refuseWithoutReadModels } from '../../runtime/projector/present.ts';
import { type DryHeal, dryHeal } from '../../runtime/projector/rebuild/heal-dry.ts';
import { openConnection } from '../connect/connection.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { number } from '../import/progress.ts';
import { printable } from '../plain-text.ts';

/** Says which rows making a key anew would write, and writes none. The answer is no where it would fail again. */
export async function tryHeal(
  settings: Settings,
  { projection, key, json }: { readonly projection: string; readonly key: string; readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const connection = await openConnection(settings, context);
  try {
    await refuseWithoutReadModels(connection);
    const dry = await dryHeal({ ...connection, control: viewsSchema(connection.prefix), projections }, projection, key);
    context.stdout.write(json ? `${JSON.stringify(dry, null, 2)}\n` : dryHealText(dry));
    return dry.error === null ? exitCodes.done : exitCodes.no;
  } finally {
    await connection.close();
  }
}

/** Rows as they stand and as they would be, and what becomes of the key's cases. */
export function dryHealText(dry: DryHeal): string {
  const { projection, key, generation, records, table, before, after, cases, error } = dry;
  const lines = [`${printable(key)} in ${projection}, generation ${generation}: a dry run; nothing is written`];
  lines.push(`  made of ${number(records)} records`);
  const [now, then] = [before, after].map(rows => rows.map(row => printable(JSON.stringify(row))).sort()) as [
    string[],
    string[],
  ];
  const stays = now.filter(row => then.includes(row));
  for (const row of now.filter(one => !then.includes(one))) lines.push(`  - ${table} ${row}`);
  for (const row of then.filter(one => !now.includes(one))) lines.push(`  + ${table} ${row}`);
  if (stays.length > 0) lines.push(`  ${number(stays.length)} rows of ${table} stay as they are`);
  for (const { caseId, would } of cases) lines.push(`  ${printable(caseId)} would ${would}`);
  if (error !== null) {
    lines.push(`    ${error.code}: ${printable(error.message)}`, `    at ${printable(error.frame)}`);
    if (!dry.todaysCode) {
      lines.push(`  It is filled by other code than today’s: longplay projections rebuild ${projection}`);
    }
  }
  return `${lines.join('\n')}\n`;
}
