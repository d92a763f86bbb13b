/**
 * Postgres' classes of errors that trying again can heal: connections, transactions rolled back, resources, locks,
 * an operator's intervention, the system (https://www.postgresql.org/docs/current/errcodes-appendix.html).
 */
const PASSING_CLASSES = new Set(['08', '40', '53', '55', '57', '58']);

/** Codes of the client and of Node for a server that cannot be reached. */
const CONNECTION_CODES = /^(CONNECT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOST|ENETUNREACH)/;

/** Whether the failure is of a server that is away, and not of a record: errors of the log and the codec say it by kind. */
export function isPassing(error: unknown): boolean {
  const { kind, code } = error as { kind?: unknown; code?: unknown };
  if (kind !== undefined) return kind !== 'fatal';
  if (code === 'LP_PROJECTION_OVERTAKEN') return true;
  if (typeof code !== 'string') return false;
  return CONNECTION_CODES.test(code) || (/^[0-9A-Z]{5}$/.test(code) && PASSING_CLASSES.has(code.slice(0, 2)));
}

/** Whether Postgres has refused the data of a row: its value, a constraint, or its size. */
export function isBadData(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' && /^(22|23|54)[0-9A-Z]{3}$/.test(code);
}
