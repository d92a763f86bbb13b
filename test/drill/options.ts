import { parseArgs } from 'node:util';

export type RebuildDrill = {
  readonly drill: 'rebuild';
  /** Orders a second through the API. Default 200: more than a small machine decides, so a queue grows; it is cut off. */
  readonly rate: number;
  /** kill -9 of a projector process, over all phases in turn. Default 10. */
  readonly kills: number;
  /** SIGSTOPs of a projector beyond its session, after which it wakes up: while it applies, and in a rebuild. Default 2. */
  readonly freezes: number;
  /** Decides orders, readers and projections; when what happens, the machine decides. Default: another one each time. */
  readonly seed: number;
  readonly keep: boolean;
  readonly json: boolean;
};

export type CompactedDrill = {
  readonly drill: 'compacted';
  /** Facts that are written. Default 1,000,000. */
  readonly events: number;
  /** Orders that they are of. Default 200,000. */
  readonly keys: number;
  readonly json: boolean;
};

export type FarmDrill = {
  readonly drill: 'farm';
  /** Positions that are priced. Default 10,000. */
  readonly positions: number;
  /** Of these, as many abort the worker that prices them. Default 100. */
  readonly poison: number;
  /** Default 2. */
  readonly workers: number;
  readonly json: boolean;
};

type Drill = RebuildDrill | CompactedDrill | FarmDrill;

export const usage = `Drills of rebuilds, and of the pricing farm, on a local stack of their own.

  npm run drill -- rebuild [options]     rebuilds and switches under load, while projectors are killed

  --rate R       orders a second through the API (200)
  --kills N      kill -9 of a projector process, in every phase in turn (10)
  --freezes N    SIGSTOPs of one beyond its session, which wakes up as a zombie: while it applies, and in a rebuild (2)
  --seed S       decides the orders, the readers and the projections (another one each time)
  --keep         keep data and logs, also after a success

  npm run drill -- compacted [options]   rebuilds a topic that was really compacted

  --events N     facts that are written (1000000)
  --keys N       orders that they are of (200000)

  npm run drill -- farm [options]        prices positions of which some abort their worker, then corrects it

  --positions N  positions that are priced (10000)
  --poison N     of these, as many abort their worker (100)
  --workers N    workers of the farm (2)

  --json         print one JSON document

Exit code 0: everything held. 1: something did not. 2: it could not run.
`;

/** Options that one drill alone has. */
const own = {
  rebuild: ['rate', 'kills', 'freezes', 'seed', 'keep'],
  compacted: ['events', 'keys'],
  farm: ['positions', 'poison', 'workers'],
} as const;

/** The options, or what is wrong with them; null: help was asked for. */
export function parseOptions(args: readonly string[]): Drill | { readonly wrong: string } | null {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        rate: { type: 'string' },
        kills: { type: 'string' },
        freezes: { type: 'string' },
        seed: { type: 'string' },
        events: { type: 'string' },
        keys: { type: 'string' },
        keep: { type: 'boolean' },
        positions: { type: 'string' },
        poison: { type: 'string' },
        workers: { type: 'string' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    });
    if (values.help) return null;
    const [drill, ...more] = positionals;
    if (more.length > 0 || (drill !== 'rebuild' && drill !== 'compacted' && drill !== 'farm')) {
      return { wrong: 'Say which drill: rebuild, compacted or farm.' };
    }
    const others = Object.entries(own).flatMap(([name, options]) => (name === drill ? [] : options));
    const strange = others.find(name => values[name] !== undefined);
    if (strange !== undefined) return { wrong: `--${strange} is no option of ${drill}.` };
    const { json } = values;
    if (drill === 'farm') {
      const positions = whole('positions', values.positions ?? '10000', 20_000, 40);
      const poison = whole('poison', values.poison ?? '100', Math.floor(positions / 2));
      return { drill, positions, poison, workers: whole('workers', values.workers ?? '2', 64), json };
    }
    if (drill === 'compacted') {
      const events = whole('events', values.events ?? '1000000', 100_000_000);
      return { drill, events, keys: whole('keys', values.keys ?? '200000', events), json };
    }
    return {
      drill,
      rate: whole('rate', values.rate ?? '200', 10_000),
      kills: whole('kills', values.kills ?? '10', 1_000, 0),
      freezes: whole('freezes', values.freezes ?? '2', 100, 0),
      seed: whole('seed', values.seed ?? String(1 + (Date.now() % 1_000_000)), 2 ** 31),
      keep: values.keep ?? false,
      json,
    };
  } catch (error) {
    return { wrong: (error as Error).message };
  }
}

function whole(name: string, text: string, most: number, least = 1): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} must be a whole number from ${least} to ${most}, not ${text}.`);
}
