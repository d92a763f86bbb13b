import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { staleAcceptances } from '../../schemas/check/acceptances.ts';
import { isBlocking } from '../../schemas/check/finding.ts';
import type { Format } from '../../schemas/check/render/render.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createTerminal } from '../up/terminal.ts';
import { findingsOf } from './findings.ts';
import { counted, disagreements, holding, type Known, sameSchema, type Version, versionsOf } from './history.ts';
import { type CheckResult, checkText } from './print.ts';
import { levelAdvice } from './readers/level.ts';
import { matrixOf } from './readers/matrix.ts';
import { schemaServers } from './servers.ts';
import { type Against, type Gathered, gather } from './sources.ts';
import { committedAcceptances, type Working, workingSchemas } from './working.ts';

export type CheckOptions = {
  readonly against: string;
  readonly format: Format;
  readonly strict: boolean;
  readonly replay: boolean;
  /** Also print every reader and every level. */
  readonly details: boolean;
  /** Names of schemas; none: all. */
  readonly only: readonly string[];
};

/** Checks the schemas as their files stand. The answer is no where something breaks. */
export async function checkSchemas(settings: Settings, options: CheckOptions, context: CliContext): Promise<ExitCode> {
  const { format, strict, replay, only, details } = options;
  const against = againstOf(options.against);
  const all = workingSchemas();
  const working = only.length === 0 ? all : only.map(name => named(all, name));
  const acceptances = committedAcceptances();
  const terminal = createTerminal(context.stderr);
  const servers = schemaServers(settings, context);
  try {
    const onProgress = (text: string | null) => terminal.status(text);
    const gathered = await gather(working, { against, servers, prefix: settings.prefix, replay, onProgress });
    const result = resultOf(working, gathered);
    const histories = working.map(one => ({ one, versions: versionsOf(knownOf(gathered, one)) }));
    const found = histories.flatMap(({ one, versions }) => findingsOf(one, versions, acceptances));
    // What an acceptance is for may be told only by a source that was not asked.
    const stale = only.length === 0 && against.kind === 'all' && gathered.left.length === 0;
    const findings = [...found, ...(stale ? staleAcceptances(found, acceptances) : [])];
    const readers = histories.map(({ one, versions }) => matrixOf(one, versions, beforeOf(one, versions)));
    const levels = histories.map(({ one, versions }) => levelAdvice(one, versions));
    const whole = { ...result, findings, readers, levels, details, subjects: working.map(({ name }) => name) };
    context.stdout.write(checkText(whole, format, context.stdout.isTTY === true));
    const no = whole.problems.length > 0 || findings.some(finding => isBlocking(finding, { strict }));
    return no ? exitCodes.no : exitCodes.done;
  } finally {
    terminal.status(null);
    await servers.close();
  }
}

function resultOf(
  working: readonly Working[],
  gathered: Gathered,
): Pick<CheckResult, 'sources' | 'left' | 'notes' | 'problems' | 'scanned'> {
  const { sources, left, scanned, replayed, foreign } = gathered;
  const unknown = working.flatMap(one =>
    (knownOf(gathered, one).topics ?? [])
      .filter(({ schema }) => schema === null)
      .map(use => {
        const { partition, offset } = use.oldest;
        return `${holding(use, `schema id ${use.id}`)}, which the registry does not know: no reader can read them. The first is in partition ${partition} at offset ${offset}${keyed(use.sampleKey)}.`;
      }),
  );
  const unread = replayed.map(
    ({ topic, count, reason, partition, offset, key }) =>
      `${counted(count, 'live record')} of ${topic} could not be read with this schema, the first in partition ${partition} at offset ${offset}${keyed(key)}: ${reason}`,
  );
  const notes = working.flatMap(one => disagreements(one, knownOf(gathered, one)));
  return { sources, left, notes, problems: [...unknown, ...foreign, ...unread], scanned };
}

/** What is deployed, as far as files know: the newest listed version that differs from the file; null where none does. */
function beforeOf({ text }: Working, versions: readonly Version[]): Version | null {
  const last = versions.findLast(({ listed }) => listed);
  return last === undefined || sameSchema(last.text, text) ? null : last;
}

const keyed = (key: string | null): string => (key === null ? '' : ` (key ${key})`);

const knownOf = ({ known }: Gathered, { name }: Working): Known => known.get(name) ?? {};

function named(all: readonly Working[], name: string): Working {
  const found = all.find(one => one.name === name);
  if (found !== undefined) return found;
  throw new LongplayError('LP_SCHEMAS_NOT_FOUND', `No schema is named ${name}.`);
}

export function againstOf(text: string): Against {
  if (text === 'registry' || text === 'topics' || text === 'all') return { kind: text };
  const [, ref] = /^git:(.+)$/.exec(text) ?? [];
  if (ref !== undefined) return { kind: 'git', ref };
  throw new LongplayError('LP_CLI_USAGE', `--against takes git:REF, registry, topics or all, not ${text}.`);
}
