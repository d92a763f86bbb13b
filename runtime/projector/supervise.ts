import type { Code, Codes } from './code.ts';
import { type Feed, type FeedOptions, startFeed } from './feed.ts';
import { type Control, type Generation, generationsOf, isFed } from './generations.ts';

export type SupervisorOptions = Omit<FeedOptions, 'generation' | 'code'> & {
  readonly control: string;
  readonly codes: Codes;
  /** Names of the projections of this process. */
  readonly names: readonly string[];
};

export type FeedRun = {
  readonly projection: string;
  readonly feed: Feed;
  /** Whether readers ask it. */
  readonly live: boolean;
};

/** Feeds every generation that is to be fed, as Postgres says. */
export type Supervisor = {
  /** Starts what is missing and stops what is too much. Rejects where Postgres or the log cannot be asked. */
  reconcile(): Promise<void>;
  feeds(): readonly FeedRun[];
  /** Live generations that cannot be fed here, and why. */
  refused(): readonly { readonly projection: string; readonly error: unknown }[];
  isPaused(projection: string): boolean;
  stop(): Promise<void>;
};

export function supervisor(options: SupervisorOptions): Supervisor {
  const { sql, control, codes, names } = options;
  const where: Control = { sql, control };
  const feeds = new Map<string, Omit<FeedRun, 'live'>>();
  let live = new Set<string>();
  const refused = new Map<string, { projection: string; error: unknown }>();
  let paused = new Set<string>();
  let stopped = false;
  let working: Promise<void> = Promise.resolve();

  const start = async (generation: Generation): Promise<void> => {
    const id = idOf(generation);
    let code: Code;
    try {
      code = await codes.of(where, generation);
    } catch (error) {
      refused.set(id, { projection: generation.projection, error });
      return;
    }
    refused.delete(id);
    const feed = await startFeed({ ...options, generation, code });
    feeds.set(id, { projection: generation.projection, feed });
  };

  const reconcile = async (): Promise<void> => {
    if (stopped) return;
    const [all, pauses] = await Promise.all([
      generationsOf(where),
      sql<{ projection: string }[]>`select projection from ${sql(control)}.paused`,
    ]);
    paused = new Set(pauses.map(one => one.projection));
    const wanted = all.filter(one => names.includes(one.projection) && isFed(one) && !paused.has(one.projection));
    const ids = new Set(wanted.map(idOf));
    live = new Set(wanted.filter(one => one.state === 'live').map(idOf));
    for (const id of [...refused.keys()]) if (!ids.has(id)) refused.delete(id);
    const done = await Promise.allSettled([
      ...[...feeds]
        .filter(([id]) => !ids.has(id))
        .map(async ([id, { feed }]) => {
          feeds.delete(id);
          await feed.stop();
        }),
      ...wanted.filter(one => !feeds.has(idOf(one))).map(start),
    ]);
    for (const one of done) if (one.status === 'rejected') throw one.reason;
  };

  /** One after the other: two at once would start a feed twice. */
  const inTurn = (): Promise<void> => {
    const next = working.then(reconcile);
    working = next.catch(() => undefined);
    return next;
  };

  return {
    reconcile: inTurn,
    feeds: () => [...feeds].map(([id, one]) => ({ ...one, live: live.has(id) })),
    refused: () => [...refused].filter(([id]) => live.has(id)).map(([, one]) => one),
    isPaused: projection => paused.has(projection),
    stop: async () => {
      stopped = true;
      await working;
      await Promise.all([...feeds.values()].map(({ feed }) => feed.stop()));
      feeds.clear();
    },
  };
}

const idOf = ({ projection, number }: Pick<Generation, 'projection' | 'number'>): string => `${projection} ${number}`;
