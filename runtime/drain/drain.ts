import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { LongplayError } from '../errors.ts';
import type { Sql } from '../postgres/connect.ts';
import { DOOR_DEAD_MS } from './door.ts';
import { prepareDrain } from './tables.ts';

/** How long a drain lasts that nobody renews, ms: so soon the shop works again after its export was killed. */
export const LEASE_MS = 15_000;
const RENEW_EVERY_MS = 3_000;
/** A door that was opened while the mark was set has been seen after this, ms. */
const GRACE_MS = 1_000;
const LOOK_EVERY_MS = 100;

export type Drain = {
  /** Aborted when it was lost: somebody else holds it, or it could not be renewed in time. */
  readonly lost: AbortSignal;
  /** Doors that are not closed yet, or let something through that is not on the log; empty: nothing comes in any more. */
  stillOpen(): Promise<readonly string[]>;
  /** @throws LP_DRAIN_LOST unless it was held without a gap until now. */
  confirm(): Promise<void>;
  /** Writes are taken again. Never fails: what is not ended ends by itself. */
  end(): Promise<void>;
};

export type DrainOptions = {
  readonly sql: Sql;
  readonly prefix: string;
  /** Who drains, for whoever finds it held. */
  readonly holder: string;
  /** How long to wait for another holder, ms. Default: a little longer than a lease, so that a killed one is gone. */
  readonly patience?: number;
  readonly signal: AbortSignal;
};

/**
 * Marks the installation as drained. The mark is a row with a lease, by the database's clock: every process sees the
 * same, and it is gone after whoever held it was killed.
 *
 * @throws LP_DRAIN_HELD
 */
export async function beginDrain({ sql, prefix, holder, signal, ...options }: DrainOptions): Promise<Drain> {
  const { patience = LEASE_MS + 2_000 } = options;
  const schema = await prepareDrain(sql, prefix);
  const table = sql`${sql(schema)}.drain`;
  const lease = sql`make_interval(secs => ${LEASE_MS / 1_000})`;
  const id = randomUUID();
  for (const end = Date.now() + patience; ; await sleep(LOOK_EVERY_MS * 2, undefined, { signal })) {
    const taken = await sql`
      insert into ${table} as known (id, holder, expires_at) values (${id}, ${holder}, now() + ${lease})
      on conflict (only_one) do update
        set id = excluded.id, holder = excluded.holder, begun_at = now(), expires_at = excluded.expires_at
        where known.expires_at <= now()
      returning id`;
    if (taken.length > 0) break;
    const [other] = await sql<{ holder: string; begun: string }[]>`
      select holder, to_char(begun_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as begun from ${table}`;
    if (Date.now() < end || other === undefined) continue;
    throw new LongplayError('LP_DRAIN_HELD', `${other.holder} drains this installation since ${other.begun}.`);
  }
  const begun = performance.now();
  const losing = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let renewing: Promise<void> = Promise.resolve();

  /** Only while it has not expired: after a gap, writes may have come in. */
  const renew = async (): Promise<boolean> => {
    const rows = await sql`
      update ${table} set expires_at = now() + ${lease} where id = ${id} and expires_at > now() returning id`;
    return rows.length > 0;
  };
  let renewed = begun;
  const next = (): void => {
    timer = setTimeout(() => {
      const asked = performance.now();
      renewing = renew()
        .then(
          held => {
            if (held) renewed = asked;
            else losing.abort(lost());
          },
          () => {
            // A database that is away may be back in time.
            if (performance.now() - renewed > LEASE_MS) losing.abort(lost());
          },
        )
        .then(() => {
          if (!losing.signal.aborted && timer !== undefined) next();
        });
    }, RENEW_EVERY_MS);
  };
  next();

  return {
    lost: losing.signal,
    stillOpen: async () => {
      const left = GRACE_MS - (performance.now() - begun);
      if (left > 0) await sleep(left);
      const rows = await sql<{ name: string }[]>`
        select distinct name from ${sql(schema)}.door
        where seen_at > now() - make_interval(secs => ${DOOR_DEAD_MS / 1_000})
          and (drain is distinct from ${id} or under_way > 0)`;
      return rows.map(({ name }) => name);
    },
    confirm: async () => {
      losing.signal.throwIfAborted();
      if (!(await renew())) throw lost();
    },
    end: async () => {
      clearTimeout(timer);
      timer = undefined;
      await renewing;
      await sql`delete from ${table} where id = ${id}`.catch(() => undefined);
    },
  };
}

const lost = (): LongplayError => new LongplayError('LP_DRAIN_LOST', 'The drain of this installation was lost.');
