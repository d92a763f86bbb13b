import type { Reader } from '../codec/reader.ts';
import type { Writer } from '../codec/writer.ts';
import type { HospitalOptions } from '../hospital/options.ts';
import type { Log } from '../log/port.ts';
import type { Logger } from '../observe/logger.ts';
import type { EffectAnswer } from './definition.ts';
import type { EventStamp, FatEvent, PendingEffect } from './fat-event.ts';
import type { Owed } from './owed.ts';
import type { Pace } from './pace.ts';
import type { CommittedSeen } from './seen.ts';
import type { StateStore } from './store/port.ts';
import type { TableSource } from './tables.ts';

/** How values of a topic become bytes and back, by the topic's name without the prefix. */
export type Wire = {
  reader(topic: string): Reader<{ readonly event: EventStamp }>;
  writer(topic: string): Writer<unknown>;
  /**
   * Reads only what is owed of a fact, with the schema that `owedSchema` makes of the topic's. Left out: the whole fact
   * is read, and restoring a topic takes about twice as long.
   */
  owed?(topic: string): Reader<Owed>;
};

/** An effect that is being run. */
export type Running = PendingEffect & {
  /** The story that it is of, for the log. */
  readonly correlationId?: string;
  /** W3C Trace Context: the span that stands for it, where traces are made. */
  readonly traceparent?: string;
};

export type EffectRunner = (effect: Running, state: FatEvent, signal: AbortSignal) => Promise<EffectAnswer>;

export type Alarm = {
  readonly processor: string;
  readonly key: string;
  readonly code: string;
  /** The story that the key is of. */
  readonly correlationId: string;
};

/** Time, as far as the engine asks for it: the real one, or a test's. */
export type Clock = {
  now(): number;
  /** Calls back after `ms`; the answer calls it off. */
  after(ms: number, callback: () => void): () => void;
};

export const realClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** What every processor of this process shares. */
export type Engine = {
  readonly log: Log;
  /** Names topics, groups and transactional ids of the installation. */
  readonly prefix: string;
  readonly wire: Wire;
  readonly tables: TableSource;
  /** By kind of effect. */
  readonly runners: Readonly<Record<string, EffectRunner>>;
  /** The store of one task (store/folder.ts). It may fail: that task stops, with the reason. */
  openStore(processor: string, partition: number): StateStore | Promise<StateStore>;
  /** Whose group has to have read a request before its deadline says something: the processors' names. */
  readonly processors: ReadonlySet<string>;
  readonly clock: Clock;
  /** When tasks begin their transactions. Left out: at once. */
  readonly pace?: Pace;
  /**
   * What becomes of an input that cannot be processed. Left out: there are neither cases nor operations, and it stops
   * its task, which only a test of something else can want.
   */
  readonly hospital?: HospitalOptions;
  /** Told of each transaction that is committed; traces are made of it. What it throws disturbs nothing. Left out: nobody is. */
  readonly committed?: ((seen: CommittedSeen) => void) | undefined;
  readonly logger: Logger;
  alarm(alarm: Alarm): void;
};

export const topicOf = (engine: Pick<Engine, 'prefix'>, name: string): string => `${engine.prefix}.${name}`;
export const groupOf = (engine: Pick<Engine, 'prefix'>, processor: string): string => `${engine.prefix}.${processor}`;
