import type { Log } from '../../runtime/log/port.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { Station } from '../../schemas/station.ts';
import type { TopicDefinition } from '../../schemas/topic-definition.ts';
import type { Reads } from './reads.ts';
import type { RegisteredSchemas, RegistryReads } from './registered.ts';
import type { ShowRecords } from './shown-record.ts';
import type { EventStreams, StreamOptions } from './sse.ts';
import type { Tails } from './tail.ts';

/** What following needs from outside. */
export type FollowDependencies = {
  readonly log: Pick<Log, 'admin' | 'groupReader' | 'readPartition'>;
  readonly wire: Pick<Wire, 'reader'>;
  /** Left out: schemas are not listed. */
  readonly registry?: RegistryReads;
  /** Left out: nobody can ask for it. */
  readonly topology?: readonly Station[];
  /** Who in this program reads a topic. Left out: it is not told. */
  readonly readers?: (topic: string) => readonly TopicReader[];
  readonly streams?: StreamOptions;
  /** For how long nothing has to come, ms, before an order that has ended is taken to be at rest. Default 10,000. */
  readonly restAfter?: number;
};

/** A reader of a topic, and what of it his code uses. */
export type TopicReader = {
  readonly name: string;
  readonly kind: 'processor' | 'projection';
  /** `cause`: what it decides by; `table`: what it looks up; `own`: its state; `treatment`: its cases and operations. */
  readonly as: 'cause' | 'table' | 'own' | 'treatment' | 'view';
  /** Names of fields, at any depth of the record, that his code names: a field of another name he cannot use. */
  readonly fields: readonly string[];
};

/** A topic of the catalogue, as the brokers have it. */
export type FoundTopic = {
  readonly definition: TopicDefinition;
  /** With the prefix. */
  readonly full: string;
  /** The broker's own id. */
  readonly id: string;
  readonly partitions: number;
};

/** What the routes that look into the log work with. */
export type Follow = {
  /** Of the installation's topics. */
  readonly prefix: string;
  readonly log: FollowDependencies['log'];
  readonly registry: RegistryReads | null;
  /** What is registered, read for all who ask; null: schemas are not listed. */
  readonly registered: RegisteredSchemas | null;
  readonly topology: readonly Station[] | null;
  readonly readers: ((topic: string) => readonly TopicReader[]) | null;
  readonly wire: Pick<Wire, 'reader'>;
  readonly reads: Reads;
  readonly tails: Tails;
  readonly streams: EventStreams;
  readonly restAfter: number;
  /** @throws LP_API_NOT_FOUND */
  topic(name: string): Promise<FoundTopic>;
  /** `open`: personal texts are opened. */
  show(definition: TopicDefinition, open: boolean): ShowRecords;
};
