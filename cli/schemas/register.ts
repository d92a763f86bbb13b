import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import { registerSchemas, valueSubject } from '../../runtime/registry/register.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { reportError } from '../report-error.ts';
import { refuseBreakingSchemas } from './guard.ts';
import { schemaServers, unknownServer } from './servers.ts';

/** Registers every schema, as a start does; the answer is no where one breaks a reader, and then none is registered. */
export async function registerAll(
  settings: Settings,
  { json }: { readonly json: boolean },
  context: CliContext,
): Promise<ExitCode> {
  const { prefix } = settings;
  const { registry, close } = schemaServers(settings, context);
  try {
    if (registry === null) throw unknownServer('No schema registry is known here.');
    await refuseBreakingSchemas(registry, prefix);
    const wanted = topics.map(topic => ({
      subject: valueSubject(topicName(prefix, topic.name)),
      schema: schemaText(topic),
      level: topic.compatibility,
    }));
    const { ids, levelDrift } = await registerSchemas(registry, wanted);
    const subjects = Object.fromEntries(ids);
    context.stdout.write(
      json ? `${JSON.stringify({ subjects, levelDrift })}\n` : `${ids.size} subjects are registered\n`,
    );
    for (const { subject, found, expected, remedy } of levelDrift) {
      context.stderr.write(`${subject} stands at ${found}, not at ${expected}. ${remedy}\n`);
    }
    return levelDrift.length > 0 ? exitCodes.no : exitCodes.done;
  } catch (error) {
    const no = error instanceof LongplayError && answersNo.has(error.code);
    if (!no) throw error;
    reportError(error, context);
    return exitCodes.no;
  } finally {
    await close();
  }
}

const answersNo: ReadonlySet<string> = new Set([
  'LP_SCHEMAS_INCOMPATIBLE',
  'LP_REGISTRY_INCOMPATIBLE',
  'LP_REGISTRY_LEVEL_DRIFT',
]);
