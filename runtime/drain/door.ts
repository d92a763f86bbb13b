import { randomUUID } from 'node:crypto';
import { LongplayError } from '../errors.ts';
import type { Logger } from '../observe/logger.ts';
import { within } from '../observe/within.ts';
import type { Sql } from '../postgres/connect.ts';
import { prepareDrain } from './tables.ts';

/** How often a process looks whether writes are still taken, and says how far it is, ms. */
const LOOK_EVERY_MS = 500;
/** What was seen longer ago, ms, is not relied on: the process may have been stopped meanwhile. Below `DOOR_DEAD_MS`. */
const RELIED_ON_MS = 2_000;
/** Who has not said anything for so long, ms, is not there any more. */
export const DOOR_DEAD_MS = 10_000;
/** Longest wait for Postgres, ms: a client waits. */
const ANSWER_WITHIN_MS = 5_000;

/** The shop takes no writes for the moment: trying again helps. */
export class DrainingError extends LongplayError {
  readonly kind = 'retriable';

  constructor() {
    super('LP_API_DRAINING', 'The log is being exported; writes are taken again before long.');
    this.name = 'DrainingError';
  }
}

/** Where writes of a process go in. */
export type Door = {
  /** @throws DrainingError while an export drains the shop; LP_API_UNAVAILABLE where nobody can tell. */
  through<T>(write: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

export type DoorOptions = {
  readonly sql: Sql;
  readonly prefix: string;
  /** Who this is, for whoever waits for it, such as `the API`. */
  readonly name: string;
  readonly logger: Logger;
  /** Told whether the door is closed, each time that it was looked. Must not throw. */
  readonly told?: ((closed: boolean) => void) | undefined;
};

/**
 * Every process that writes requests has a row in Postgres by which an export knows that the process has seen the drain,
 * and that nothing of it is under way to the log any more (docs/decisions/0071).
 */
export async function openDoor({ sql, prefix, name, logger, told }: DoorOptions): Promise<Door> {
  const schema = await prepareDrain(sql, prefix);
  const id = randomUUID();
  const table = sql`${sql(schema)}.door`;
  let closedFor: string | null = null;
  let underWay = 0;
  let seen = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> | null = null;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;

  /** What is told was so before the question; once closed, writes only become fewer. */
  const ask = async (): Promise<void> => {
    const asked = performance.now();
    const [mark] = await within(
      sql<{ id: string }[]>`
      with told as (
        insert into ${table} (id, name, drain, under_way, seen_at)
        values (${id}, ${name}, ${closedFor}, ${underWay}, now())
        on conflict (id) do update set drain = excluded.drain, under_way = excluded.under_way, seen_at = now()
      )
      select id from ${sql(schema)}.drain where expires_at > now()`,
      ANSWER_WITHIN_MS,
    );
    if (mark !== undefined && closedFor === null) logger.info({ door: name }, 'Draining: writes are refused for now.');
    if (mark === undefined && closedFor !== null) logger.info({ door: name }, 'The drain is over.');
    closedFor = mark?.id ?? null;
    told?.(closedFor !== null);
    seen = asked;
  };

  const look = (): Promise<void> => {
    looking ??= ask().finally(() => {
      looking = null;
    });
    return looking;
  };

  const next = (): void => {
    timer = setTimeout(async () => {
      await look().catch(err => logger.debug({ err }, 'Whether the shop is drained could not be asked.'));
      if (!ended) next();
    }, LOOK_EVERY_MS).unref();
  };

  await look();
  next();
  return {
    through: async write => {
      if (performance.now() - seen > RELIED_ON_MS) await look().catch(away);
      if (closedFor !== null) throw new DrainingError();
      underWay += 1;
      try {
        return await write();
      } finally {
        underWay -= 1;
      }
    },
    close: async () => {
      ended = true;
      clearTimeout(timer);
      await looking?.catch(() => undefined);
      // A row that stays is passed over after a while.
      await within(sql`delete from ${table} where id = ${id}`, ANSWER_WITHIN_MS).catch(() => undefined);
    },
  };
}

function away(cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  throw new LongplayError('LP_API_UNAVAILABLE', `Postgres cannot be asked: ${reason}`, { cause });
}
