import type { ProcessorName } from './processors.ts';

/** Who writes records: one of the stream processors, or one of the ways in. */
export type Writer = ProcessorName | 'api' | 'cli';

export type TopicDefinition = {
  /** Without the installation's prefix: the topic is `<prefix>.<name>`, its subject `<prefix>.<name>-value`. */
  readonly name: string;
  /** What the key says; always UTF-8 text on the wire. */
  readonly key: string;
  /** `facts`: what happened, compacted for ever. `requests`: what is asked or answered, trimmed when read by all. */
  readonly kind: 'facts' | 'requests';
  /** Who writes it. A fact topic has this one writer and no other. */
  readonly owner: Writer;
  /** Further writers, which only requests may have. */
  readonly alsoWrittenBy: readonly Writer[];
  /** `key`: Java-compatible murmur2 of the key. `input`: the writer names the partition of the input that it is about. */
  readonly partitionedBy: 'key' | 'input';
  /** The level that is set on the subject before the first registration. */
  readonly compatibility: 'FULL_TRANSITIVE';
  /** The folder below `schemas/` that holds the .avsc and its released versions. */
  readonly schema: string;
  /** Name of the root record. */
  readonly record: string;
  /** The largest record batch that the broker takes, in bytes (`max.message.bytes`). */
  readonly maxMessageBytes: number;
  readonly holds: string;
};

/** Kafka's own default: a record of 900 KB, at which its key is parked, still fits with its headers. */
const oneRecord = 1_048_588;
/** A case carries a record of up to 1 MiB, once more where it was edited, its headers and a stack. */
const caseOfOneRecord = 3 * 1_048_576;

type Essentials = Pick<TopicDefinition, 'name' | 'key' | 'owner' | 'record' | 'holds'>;

/** What happened: a topic of one writer, compacted for ever. */
export function facts(essentials: Essentials & { owner: ProcessorName }): TopicDefinition {
  return { ...common, ...essentials, kind: 'facts', schema: essentials.name };
}

/** What is asked or answered: a topic that is trimmed when read by all. */
export function requests(essentials: Essentials): TopicDefinition {
  return { ...common, ...essentials, kind: 'requests', schema: essentials.name };
}

const common = {
  alsoWrittenBy: [],
  partitionedBy: 'key',
  compatibility: 'FULL_TRANSITIVE',
  maxMessageBytes: oneRecord,
} as const;

/** Three topics that every processor has, all processors with the same three schemas. */
export function processorTopics(processor: ProcessorName): TopicDefinition[] {
  return [
    {
      ...common,
      name: `${processor}.outcomes`,
      key: 'request id',
      kind: 'requests',
      owner: processor,
      schema: 'outcomes',
      record: 'Outcome',
      holds: 'what became of each request: accepted or rejected, with reason',
    },
    {
      ...common,
      name: `${processor}.hospital`,
      key: 'case id',
      kind: 'facts',
      owner: processor,
      partitionedBy: 'input',
      schema: 'hospital',
      record: 'HospitalCase',
      maxMessageBytes: caseOfOneRecord,
      holds: 'what could not be processed',
    },
    {
      ...common,
      name: `${processor}.operations`,
      key: 'case id or name',
      kind: 'requests',
      owner: 'api',
      alsoWrittenBy: ['cli'],
      partitionedBy: 'input',
      schema: 'operations',
      record: 'Operation',
      maxMessageBytes: caseOfOneRecord,
      holds: 'retry, edit, discard, pause, resume, republish, repair: with actor and reason',
    },
  ];
}
