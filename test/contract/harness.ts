import type { CommittedPosition, Log, NewTopic, OutgoingRecord } from '../../runtime/log/port.ts';

/**
 * What an adapter supplies so that the contract suite can run on it. Everything that the suite asserts goes through the
 * port (`Client.log`); the rest of this file is what a test needs to bring the log, or one client, into trouble.
 */
export type ContractHarness = {
  /**
   * How long something that must happen by itself may take, ms: longer than a session timeout plus a rebalance on a real
   * broker. Only a failing test waits for so long.
   */
  readonly patience: number;
  open(clientId: string): Promise<Client>;
  /**
   * Another program that writes to the same topics, transaction by transaction, step by step. `null`: it writes without
   * transactions. A second one with the same id fences the first.
   */
  foreign(transactionalId: string | null): Promise<ForeignProducer>;
  /** Topic settings with which `compactNow` works; `cleanup.policy=compact` is among them. */
  readonly compactable: NewTopic['config'];
  /**
   * Lets the cleaner run over everything that was written before the call; resolves once it has. It may append records
   * to roll a segment: their keys begin with `roll`.
   */
  compactNow(topic: string): Promise<void>;
  /**
   * Stops the broker and starts it again on the same data; resolves when it serves. Left out where the broker is shared
   * with other tests: `restartContract` runs only with it.
   */
  restart?(how: 'graceful' | 'kill'): Promise<void>;
  close(): Promise<void>;
};

/** Requests that a test can hold or lose, by what the port does with them. */
export type Operation = 'fetch' | 'append' | 'commit' | 'fence' | 'committed' | 'heartbeat';

/** One program that uses the log, with its connection in the test's hands. */
export type Client = {
  readonly log: Log;
  /** Keeps requests of this kind from reaching the broker, from now until the release. Others may queue behind them. */
  hold(operation: Operation): Held;
  /**
   * The connection breaks around the next commit: `before` the broker has it (it never arrives), or `after` the broker
   * has done it (the answer is lost).
   */
  loseCommit(when: 'before' | 'after'): void;
  /**
   * As SIGSTOP beyond the session timeout: nothing goes in or out. Resolves once the group has dropped its members.
   * Everything held back goes on at `thaw`.
   */
  freeze(): Promise<void>;
  thaw(): void;
  /**
   * As `kill -9`: no LeaveGroup, nothing is closed, its open transaction stays. Resolves once the group has dropped its
   * members. Promises of its log may never settle.
   */
  crash(): Promise<void>;
};

export type Held = {
  /** Resolves when the first such request has come and waits. */
  readonly arrived: Promise<void>;
  release(): void;
};

/** One transaction at a time. Each `append` is one record batch per partition. */
export type ForeignProducer = {
  begin(): Promise<void>;
  append(records: readonly OutgoingRecord[]): Promise<void>;
  positions(group: string, committed: readonly CommittedPosition[]): Promise<void>;
  commit(): Promise<void>;
  abort(): Promise<void>;
  /** Disconnects. An open transaction stays open until the broker times it out, or another one fences it. */
  close(): Promise<void>;
};
