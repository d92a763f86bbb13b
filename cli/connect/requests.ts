import { createRequestSender, type RequestSender } from '../../api/requests/sender.ts';
import { openDoor } from '../../runtime/drain/door.ts';
import type { Logger } from '../../runtime/observe/logger.ts';
import type { Metrics } from '../../runtime/observe/metrics.ts';
import type { Tracing } from '../../runtime/observe/tracing/span.ts';
import { tellSent } from '../../runtime/observe/tracing/told.ts';
import type { Sql } from '../../runtime/postgres/connect.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import type { Connection } from './connection.ts';

export type RequestsFrom = Pick<Connection, 'log' | 'prefix' | 'wire'> & {
  readonly sql: Sql;
  readonly vault: Vault;
  readonly logger: Logger;
  /** Who sends, for whoever waits for the door to close, such as `the API`. */
  readonly name: string;
  /** The last part of CloudEvents' `source`, such as `api` in /longplay/api. */
  readonly part: string;
  /** Shows whether the door is closed. Default: nobody is shown. */
  readonly metrics?: Metrics;
  /** Makes a span of each request. Default: none. */
  readonly tracing?: Tracing | null;
};

/** A sender of requests that stands behind the door of a drain: while the shop is exported, nothing goes out. */
export async function openRequests(from: RequestsFrom): Promise<RequestSender> {
  const { name, part, logger, metrics, tracing = null, ...shop } = from;
  const told = (closed: boolean) => metrics?.set('longplay_door_closed', { door: part }, closed ? 1 : 0);
  const door = await openDoor({ sql: shop.sql, prefix: shop.prefix, name, logger, told });
  const sent = tracing === null ? undefined : tellSent(tracing);
  const sender = createRequestSender({ ...shop, source: `/${shop.prefix}/${part}`, door, sent });
  return { ...sender, close: () => sender.close().finally(() => door.close()) };
}
