import { projections } from '../../projections/catalogue.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { type DryRuns, dryRuns } from '../../runtime/hospital/treatment/dry-runs.ts';
import { processors } from '../../streams/topology.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { printable } from '../plain-text.ts';
import { processorsNamed } from '../up/streams.ts';
import { jsonOf } from './json.ts';
import { type Chosen, candidates, refuseUnlessOne } from './retry.ts';
import { withHospital } from './shop.ts';

/** Says what a retry would do with this program, and does nothing of it. The answer is no where anything would fail. */
export async function tryDry(
  settings: Settings,
  { json, ...chosen }: Chosen & { readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  refuseUnlessOne(chosen);
  const { caseId, key, group } = chosen;
  const wanted = caseId !== null ? { caseId } : key !== null ? { key } : { group: group as string };
  const names = candidates(chosen);
  const writes = processorsNamed(names).flatMap(({ name, owns, asks }) => [owns, ...asks, `${name}.outcomes`]);
  return withHospital(settings, context, [...new Set(writes)], async ({ connection }) => {
    const { runs, notTried } = await dryRuns({ ...connection, processors, projections }, names, wanted);
    const text =
      runs.map(textOf).join('\n') + (notTried > 0 ? `\nand ${notTried} keys more, which were not tried\n` : '');
    context.stdout.write(json ? jsonOf({ runs, notTried }) : text);
    return runs.every(({ cases }) => cases.every(({ would }) => would !== 'fail again'))
      ? exitCodes.done
      : exitCodes.no;
  });
}

function textOf({ key, before, cases, records, effects, alarms, rows }: DryRuns['runs'][number]): string {
  const lines = [`${printable(key)}: a dry run; nothing is written`];
  lines.push(before === null ? '  no state yet' : `  state: version ${before.version}`);
  for (const { caseId, would, error } of cases) {
    lines.push(`  ${printable(caseId)} would ${would}`);
    if (error !== null)
      lines.push(`    ${error.code}: ${printable(error.message)}`, `    at ${printable(error.frame)}`);
  }
  for (const { kind, topic, key: of, value } of records) {
    lines.push(`  ${kind} to ${topic} for ${printable(of)}`);
    lines.push(
      ...jsonOf(value)
        .trimEnd()
        .split('\n')
        .map(line => `    ${line}`),
    );
  }
  for (const { projection, table, row } of rows) {
    lines.push(`  row of ${table} (${projection}): ${printable(JSON.stringify(row))}`);
  }
  for (const { kind, id, attempt } of effects) lines.push(`  effect ${kind}: ${id}, attempt ${attempt}`);
  for (const code of alarms) lines.push(`  alarm ${code}`);
  return `${lines.join('\n')}\n`;
}
