import { setTimeout as sleep } from 'node:timers/promises';
import { type Codec, createCodec } from '../../runtime/codec/codec.ts';
import type { Settings } from '../../runtime/config/settings.ts';
import { LongplayError } from '../../runtime/errors.ts';
import type { Log } from '../../runtime/log/port.ts';
import type { SchemaRegistry } from '../../runtime/registry/client.ts';
import { valueSubject } from '../../runtime/registry/register.ts';
import { subjectVersions } from '../../runtime/schema-sources/registry.ts';
import { type SchemaUse, scanTopic } from '../../runtime/schema-sources/topics.ts';
import { topicName } from '../../runtime/topics/spec.ts';
import { schemaText } from '../../schemas/load.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import { topics } from '../../schemas/topics.ts';
import type { CliContext } from '../context.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import { createTerminal } from '../up/terminal.ts';
import { aliveSchemas, casesAlive } from './alive.ts';
import type { CasesUse } from './cases.ts';
import { counted, holding, sameSchema } from './history.ts';
import { askToRepublish } from './republish.ts';
import { schemaServers, unknownServer } from './servers.ts';
import { workingSchemas } from './working.ts';

export type RetireOptions = {
  readonly topic: string;
  readonly version: string;
  readonly dryRun: boolean;
  /** How long the owner, and then the cleaner, is waited for, ms. */
  readonly patience: number;
};

const lookEvery = 500;

/** Has the owner write anew what still has an old version. The answer is no until no record has it. */
export async function retireVersion(
  settings: Settings,
  options: RetireOptions,
  context: CliContext,
): Promise<ExitCode> {
  const { prefix } = settings;
  const definition = factTopic(options.topic);
  const topic = topicName(prefix, definition.name);
  const servers = schemaServers(settings, context);
  const { log, registry } = servers;
  const terminal = createTerminal(context.stderr);
  const say = (text: string) => context.stdout.write(`${text}\n`);
  try {
    if (log === null || registry === null) throw unknownServer('No Kafka and schema registry are known here.');
    const id = await idOf(registry, definition, valueSubject(topic), options.version);
    const onProgress = (text: string | null) => terminal.status(text);
    const gathering = { against: { kind: 'topics' }, servers, prefix, replay: false, onProgress } as const;
    const { alive, replayed } = await aliveSchemas(workingSchemas(), gathering);
    const uses = [...alive.values()].flat().filter(use => use.id === id);
    onProgress(null);
    const elsewhere = uses.filter(use => use.topic !== topic || use.hospital !== null);
    for (const use of elsewhere)
      say(
        `${holding(use, `schema id ${id}`)}${use.hospital === null ? ' too' : ' (heal or discard them)'}: it cannot go.`,
      );
    for (const one of replayed)
      say(`${counted(one.count, 'case')} of ${one.topic} cannot be read, and may hold it: ${one.reason}`);
    if (elsewhere.length + replayed.length > 0) return exitCodes.no;
    const use = uses[0];
    const name = `Version ${options.version} of ${valueSubject(topic)} (id ${id})`;
    if (use === undefined) {
      say(`${name} is dead: no record is written with it.`);
      return exitCodes.done;
    }
    say(
      `${name}: ${counted(use.records, 'live record')}, ${use.needed.toLocaleString('en-US')} of them the newest of their key.`,
    );
    if (options.dryRun) {
      say(
        `${definition.owner} would write ${use.needed.toLocaleString('en-US')} of them anew, and the cleaner would take the others.`,
      );
      return exitCodes.done;
    }
    if (use.needed > 0) await askToRepublish({ log, registry, prefix, owner: definition.owner, topic, id });
    const left = await untilGone(log, topic, id, options.patience, found =>
      terminal.status(`${counted(found.needed, 'record')} to be written anew, ${found.records} to be cleaned`),
    );
    const parked = left === null ? await casesOf(log, createCodec({ schemas: registry }), prefix, id) : [];
    for (const use of parked)
      say(`${use.hospital} holds ${counted(use.records, 'open case')} of it by now: heal or discard them.`);
    if (parked.length > 0) return exitCodes.no;
    if (left === null) say(`${name} is dead: no record is written with it.`);
    else if (left.needed > 0)
      say(
        `${definition.owner} has ${counted(left.needed, 'record')} still to write anew; is it running? It was asked, and does it when it runs.`,
      );
    else
      say(
        `Nothing needs it any more. ${counted(left.records, 'record')} wait for the cleaner, which takes a quiet topic once a day at the latest: it is not dead before. Run the command again then.`,
      );
    return left === null ? exitCodes.done : exitCodes.no;
  } finally {
    terminal.status(null);
    await servers.close();
  }
}

function factTopic(name: string): TopicDefinition {
  const found = topics.find(topic => topic.name === name);
  if (found === undefined) throw new LongplayError('LP_CLI_USAGE', `No topic is named ${name}.`);
  if (found.kind === 'facts' && found.partitionedBy === 'key') return found;
  throw new LongplayError(
    'LP_CLI_USAGE',
    `${name} holds no facts of its own: what is read goes without being written anew.`,
  );
}

async function idOf(
  registry: SchemaRegistry,
  topic: TopicDefinition,
  subject: string,
  version: string,
): Promise<number> {
  const versions = (await subjectVersions(registry, [subject])).get(subject) ?? [];
  const found = versions.find(one => String(one.version) === version);
  if (found === undefined) {
    const known = versions.map(one => one.version).join(', ') || 'none';
    throw new LongplayError('LP_SCHEMAS_NOT_FOUND', `${subject} has no version ${version}; it has ${known}.`);
  }
  if (!sameSchema(found.schema, schemaText(topic))) return found.id;
  throw new LongplayError('LP_CLI_USAGE', `Version ${version} is what ${topic.owner} writes: it cannot be retired.`);
}

/** A record may have been parked while it was waited. */
async function casesOf(log: Log, codec: Codec, prefix: string, id: number): Promise<CasesUse[]> {
  const { uses } = await casesAlive({ prefix, onProgress: () => undefined }, log, codec);
  return uses.filter(use => use.id === id);
}

async function untilGone(
  log: Log,
  topic: string,
  id: number,
  patience: number,
  onLook: (use: SchemaUse) => void,
): Promise<SchemaUse | null> {
  const until = performance.now() + patience;
  for (;;) {
    const use = (await scanTopic(log, topic, { compacted: true })).schemas.find(one => one.id === id);
    if (use === undefined) return null;
    onLook(use);
    if (performance.now() >= until) return use;
    await sleep(lookEvery);
  }
}
