/** The servers of the local stack. */
export type Part = 'kafka' | 'registry' | 'postgres';

export type StackProgress = {
  readonly part: 'download' | Part;
  /** Short, for a person: `412 files, 63 MB`, `starting, 4 s`. */
  readonly text: string;
  /** Where the amount is known: bytes of the file that is being fetched. */
  readonly done?: number;
  readonly total?: number;
};

export type StackOptions = {
  /** Folder that keeps downloads, data and logs. Made where missing; about 0.5 GB beside the events themselves. */
  readonly home: string;
  /** Sub-folder of the data. Default `data`. Two copies of the program may share a home only with different ones. */
  readonly data?: string;
  /** Folder of the downloads. Default `<home>/downloads`. May be shared: tests share it with `npm start`. */
  readonly downloads?: string;
  /** Delete the data first, keep the downloads. Default false. */
  readonly fresh?: boolean;
  /** Which servers to start; the others are given ones and are left alone. */
  readonly start: Readonly<Record<Part, boolean>>;
  /** TCP ports on 127.0.0.1. Defaults 19092, 18081, 15432; 0 takes a free one. A taken port refuses the start. */
  readonly ports?: Readonly<Partial<Record<Part, number>>>;
  /** Brokers on which the registry keeps its schemas where Kafka is not started here. Plain text only: no TLS, no SASL. */
  readonly externalKafka?: readonly string[];
  /** Broker settings over ours, e.g. `log.cleaner.backoff.ms` for a test of compaction. Never checked: the broker does. */
  readonly kafkaConfig?: Readonly<Record<string, string>>;
  /** Options of the broker's Java behind ours, so that they win, e.g. `-Xmx1g`. Never checked: Java does. */
  readonly kafkaJava?: readonly string[];
  /** Ends a start that is under way: everything begun is stopped, the promise rejects with LP_STACK_INTERRUPTED. */
  readonly signal?: AbortSignal;
  readonly onProgress: (progress: StackProgress) => void;
};

export type StartedPart = {
  readonly part: Part;
  /** `Kafka 4.3.1` */
  readonly title: string;
  /** `127.0.0.1:19092` */
  readonly address: string;
  /** ms from its launch to its first right answer; downloads, storage format and initdb are not in it. */
  readonly startedIn: number;
};

export type Stack = {
  /** Null where it was not started here; the same for the two URLs. */
  readonly kafkaBrokers: string[] | null;
  readonly registryUrl: string | null;
  readonly databaseUrl: string | null;
  readonly parts: readonly StartedPart[];
  /** Process id of each server, as of now. */
  readonly pids: Readonly<Partial<Record<Part, number>>>;
  /** Told when a server ends that nobody asked to end. The others go on: stop() is the caller's decision. */
  onExit(listener: (part: Part, reason: string) => void): void;
  /** `graceful` (default) as stop() does; `kill` is SIGKILL, as a crash. Back on the same port when it resolves. */
  restart(part: Part, how?: 'graceful' | 'kill'): Promise<void>;
  /** Registry, then Kafka; Postgres beside them. No process is left when it resolves. May be called again. */
  stop(): Promise<void>;
};
