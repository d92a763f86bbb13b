import { projections } from '../../projections/catalogue.ts';
import type { LogAdmin } from '../../runtime/log/port.ts';
import type { Database } from './database.ts';
import { type EndsSeen, endsSeen } from './ends-seen.ts';

/** How far read models are behind the log. */
export type ViewLag = {
  /**
   * Milliseconds, of the one that is behind most: what was on the log so long ago is shown. 0: nothing newer is known.
   * Null where nobody can tell at the moment. Asks no server, or waits for one look at both that everybody shares.
   */
  of(names: readonly string[]): Promise<number | null>;
  /** No more looks. */
  stop(): void;
};

export const STALENESS_HEADER = 'longplay-staleness-ms';

/** While anybody reads, the ends of the log and the positions are looked at so often, ms, however many read. */
const LOOK_EVERY_MS = 500;
/** So long nobody has read: no more looks, ms. */
const IDLE_AFTER_MS = 30_000;
/** A look is worth something for so long, ms. */
const FRESH_MS = 5 * LOOK_EVERY_MS;
/** So long after its begin a look is waited for by reads that know nothing yet, ms: none waits for a server that is away. */
const FIRST_LOOK_MS = 250;

type Row = { projection: string; topic: string; partition: number; position: string };

export function watchViewLag(
  { sql, views, ask }: Database,
  prefix: string,
  admin: Pick<LogAdmin, 'offsets'> | null,
  now: () => number,
): ViewLag {
  const ends: EndsSeen = endsSeen();
  const asked = new Set<string>();
  const lags = new Map<string, { readonly ms: number; readonly at: number }>();
  let lastRead = Number.NEGATIVE_INFINITY;
  let looking: { readonly since: number; readonly done: Promise<void> } | null = null;
  let stopped = false;

  const lookOnce = async (from: Pick<LogAdmin, 'offsets'>): Promise<void> => {
    const names = [...asked];
    const topics = new Set(projections.filter(({ name }) => names.includes(name)).flatMap(one => one.topics));
    // The ends first: a position that has come up to them by then has nothing before it.
    const found = await Promise.all([...topics].map(topic => from.offsets(`${prefix}.${topic}`)));
    const at = now();
    for (const { topic, partition, end } of found.flat()) ends.add(`${topic} ${partition}`, Number(end), at);
    const rows = await ask(sql<Row[]>`
      select p.projection, p.topic, p.partition, p.position
      from ${sql(views)}.position p join ${sql(views)}.generation g
        on g.projection = p.projection and g.number = p.generation and g.state = 'live'
      where p.projection in ${sql(names)}`);
    for (const [name, its] of Map.groupBy(rows, ({ projection }) => projection)) {
      const behind = its.map(one => ends.behind(`${one.topic} ${one.partition}`, Number(one.position), at));
      lags.set(name, { ms: Math.max(0, ...behind), at });
    }
  };

  const look = (from: Pick<LogAdmin, 'offsets'>): void => {
    // What cannot be asked now is not known; the header is left out, and the read fails by itself where it has to.
    const done = lookOnce(from).catch(() => undefined);
    looking = { since: now(), done };
    void done.then(() => {
      setTimeout(() => {
        if (!stopped && now() - lastRead < IDLE_AFTER_MS) look(from);
        else looking = null;
      }, LOOK_EVERY_MS).unref();
    });
  };

  const known = (names: readonly string[]): number | null => {
    const all = names.map(name => lags.get(name));
    if (all.some(one => one === undefined || now() - one.at > FRESH_MS)) return null;
    return Math.max(...all.map(one => one?.ms ?? 0));
  };

  return {
    of: async names => {
      if (admin === null || stopped) return null;
      lastRead = now();
      for (const name of names) asked.add(name);
      if (looking === null) look(admin);
      const found = known(names);
      const left = looking === null ? 0 : looking.since + FIRST_LOOK_MS - now();
      if (found !== null || left <= 0) return found;
      await Promise.race([looking?.done, new Promise(resolve => setTimeout(resolve, left).unref())]);
      return known(names);
    },
    stop: () => {
      stopped = true;
    },
  };
}
