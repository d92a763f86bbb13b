import type { HospitalDesk } from '../runtime/casebook/desk.ts';
import type { Examiner } from '../runtime/casebook/examiner.ts';
import type { TargetPolicy } from '../runtime/gateways/webhooks/targets.ts';
import type { LogAdmin } from '../runtime/log/port.ts';
import type { Sql } from '../runtime/postgres/connect.ts';
import type { Wire } from '../runtime/tasks/engine.ts';
import type { Vault } from '../runtime/vault/port.ts';
import type { Flow } from './flow/flow.ts';
import type { Halts } from './flow/halts.ts';
import type { Follow, FollowDependencies } from './follow/context.ts';
import type { RequestSender } from './requests/sender.ts';
import type { Database } from './routes/database.ts';
import type { Decisions } from './routes/decisions.ts';
import type { Outcomes } from './routes/outcomes.ts';
import type { RequestBook } from './routes/request-book.ts';
import type { Staleness } from './routes/staleness.ts';
import type { Turns } from './routes/turns.ts';
import type { Versions } from './routes/versions.ts';
import type { ViewLag } from './routes/view-lag.ts';
import type { Waits } from './waits.ts';

/** What the shop's routes need from outside. */
export type ShopDependencies = {
  /** Puts requests on the log. Whoever made it closes it, after the API. */
  readonly requests: RequestSender;
  readonly sql: Sql;
  /** Opens personal texts for an answer, and seals them in requests. */
  readonly vault: Vault;
  /** Names the installation, and so its read models. */
  readonly prefix: string;
  /** Left out: there is no hospital here. */
  readonly hospital?: {
    readonly admin: Pick<LogAdmin, 'offsets'>;
    readonly wire: Pick<Wire, 'writer'>;
    /** Left out: cases cannot be looked into here, nor facts be repaired. */
    readonly examiner?: Examiner;
  };
  /** Left out: the log cannot be looked into here, nor followed. */
  readonly follow?: FollowDependencies;
  /** Where webhooks may be posted to. Default `public`. */
  readonly webhookTargets?: TargetPolicy;
  /** Milliseconds since the epoch. Default: the clock. */
  readonly now?: () => number;
};

/** What every route of the shop works with. */
export type Shop = {
  readonly requests: RequestSender;
  readonly vault: Vault;
  readonly database: Database;
  readonly outcomes: Outcomes;
  readonly book: RequestBook;
  readonly staleness: Staleness;
  readonly decisions: Decisions;
  readonly turns: Turns;
  readonly versions: Versions;
  readonly lag: ViewLag;
  readonly waits: Waits;
  readonly hospital: HospitalDesk | null;
  readonly examiner: Examiner | null;
  readonly follow: Follow | null;
  /** Tasks that take no inputs; null: nobody can ask here. */
  readonly halts: Halts | null;
  readonly flow: Flow;
  readonly webhookTargets: TargetPolicy;
  now(): number;
};
