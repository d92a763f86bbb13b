import type { Settings } from '../../runtime/config/settings.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Metrics } from '../../runtime/observe/metrics.ts';
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import type { ProjectorWire } from '../../runtime/projector/code.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import type { Ground } from './ground.ts';
import type { Lifetime } from './lifetime.ts';
import type { Resources } from './resources.ts';
import type { Terminal } from './terminal.ts';

/** What one process does; what is left out, it does not. */
export type Roles = {
  /** Servers that were not given: `start` them here, or use those of a `longplay up` that runs (`attach`). */
  readonly local: 'start' | 'attach';
  /** Begins with empty data. */
  readonly fresh?: boolean;
  /** Names of the processors to run. */
  readonly streams?: readonly string[];
  readonly projections?: boolean;
  /** Rebuilds read models that were built by other code than today's. */
  readonly autoRebuild?: boolean;
  readonly api?: boolean;
  /** A warehouse stand-in packs, dispatches and delivers by itself. */
  readonly warehouse?: boolean;
};

export type Program = {
  readonly settings: Settings;
  readonly roles: Roles;
  readonly logger: Logger;
  readonly lifetime: Lifetime;
  readonly resources: Resources;
  readonly terminal: Terminal;
  readonly metrics: Metrics;
  /** Null: no traces are made. */
  readonly tracing: Tracing | null;
};

/** A program with everything that its roles stand on. */
export type Shop = Program & { readonly ground: Ground; readonly wire: Wire & ProjectorWire; readonly vault: Vault };
