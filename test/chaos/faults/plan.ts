import type { MailKnobs } from '../../../runtime/gateways/mail/stand-in/knobs.ts';
import type { Knobs } from '../../../runtime/gateways/payments/stand-in/knobs.ts';
import { type Random, randomOf } from '../../property/random.ts';

/** What befalls the shop. `worker` is a number from 1; who is not there then is spared, and another one taken. */
export type Blow =
  | { readonly what: 'kill'; readonly worker: number; readonly awayFor: number }
  | { readonly what: 'pause'; readonly worker: number; readonly awayFor: number }
  | { readonly what: 'leave'; readonly worker: number; readonly awayFor: number }
  /** One worker more for a while. */
  | { readonly what: 'join'; readonly hereFor: number }
  | {
      readonly what: 'restart';
      readonly part: 'kafka' | 'registry' | 'postgres' | 'provider' | 'mails';
      readonly how: 'graceful' | 'kill';
    }
  | { readonly what: 'provider'; readonly name: string; readonly knobs: Partial<Knobs>; readonly lasts: number }
  | { readonly what: 'mails'; readonly name: string; readonly knobs: Partial<MailKnobs>; readonly lasts: number };

/** `at`: ms from the first order. */
export type Fault = { readonly at: number; readonly blow: Blow };

export type FaultPlanOptions = {
  readonly seed: number;
  readonly workers: number;
  /** How long orders are placed, ms. */
  readonly duration: number;
};

/** How the provider is when nothing special befalls it. */
export const everyday: Partial<Knobs> = {
  errorRate: 0.01,
  lostRate: 0.01,
  jitter: 20,
  latencyBefore: 0,
  latencyAfter: 0,
};

/** How the mail server is. Each recipient is put off once, and some answers are slow enough to be met by what befalls. */
export const everydayMail: Partial<MailKnobs> = {
  errorRate: 0.01,
  dropRate: 0.01,
  lostRate: 0.005,
  greylists: 1,
  latencyBefore: 0,
  latencyAfter: 20,
  closed: false,
};

/**
 * In this order they come into a plan that is too short for all; the broker is restarted twice, whatever the length. The
 * graceful restart comes last: a single broker that shuts down may complete a transaction without its markers
 * (docs/decisions/0012), and not every such loss can be mended.
 */
const deck = ['kill', 'pause', 'leave', 'broker-kill', 'join', 'kill', 'pause', 'registry', 'broker-graceful'] as const;
const further = ['kill', 'pause', 'provider', 'kill', 'leave', 'join', 'postgres', 'pause', 'kill'] as const;
type Kind = (typeof deck)[number] | (typeof further)[number];

const spells: readonly { readonly name: string; readonly knobs: Partial<Knobs> }[] = [
  { name: 'loses a third of its answers', knobs: { lostRate: 0.33 } },
  { name: 'is slow', knobs: { latencyBefore: 150, jitter: 300 } },
  { name: 'fails every fourth time', knobs: { errorRate: 0.25 } },
  { name: 'answers later than anybody waits', knobs: { latencyAfter: 6_000 } },
  { name: 'is away', knobs: { errorRate: 1 } },
];

const mailSpells: readonly ({ readonly name: string; readonly knobs: Partial<MailKnobs> } | 'kill')[] = [
  { name: 'breaks a third of the connections after it took the mail', knobs: { lostRate: 0.33 } },
  { name: 'puts off every fourth mail', knobs: { errorRate: 0.25 } },
  'kill',
  { name: 'breaks a third of the connections before it took the mail', knobs: { dropRate: 0.33 } },
  { name: 'is slow', knobs: { latencyBefore: 300, latencyAfter: 700 } },
  { name: 'turns everybody away', knobs: { closed: true } },
  { name: 'answers later than anybody waits', knobs: { latencyAfter: 25_000 } },
];

const EVERY_MS = 11_000;
const SPELL_EVERY_MS = 20_000;
const MAIL_SPELL_EVERY_MS = 12_000;
const LEAD_MS = 4_000;

/** A plan of faults, the same for the same seed. The last of them begins before the last order is placed. */
export function planFaults({ seed, workers, duration }: FaultPlanOptions): Fault[] {
  const random = randomOf(seed);
  const count = Math.max(1, Math.floor((duration - LEAD_MS) / EVERY_MS));
  const kinds = apart(shuffled(random, kindsFor(count)));
  const every = (duration - LEAD_MS) / count;
  const blows = kinds.map((kind, n) => ({
    at: Math.round(LEAD_MS + n * every + random.below(Math.max(1, Math.round(every / 2)))),
    blow: blowOf(kind, random, workers),
  }));
  return [...blows, ...planSpells(random, duration), ...planMailSpells(random, duration)].sort(
    (one, other) => one.at - other.at,
  );
}

function kindsFor(count: number): Kind[] {
  const kinds: Kind[] = [...deck];
  while (kinds.length < count) kinds.push(...further);
  return kinds.slice(0, count);
}

/** The broker is restarted after a third and after two thirds: twice at once would be once, for longer. */
function apart(kinds: readonly Kind[]): Kind[] {
  const restarts = kinds.filter(kind => kind.startsWith('broker'));
  const others = kinds.filter(kind => !kind.startsWith('broker'));
  return restarts.reduceRight((all, one, n) => {
    const at = Math.floor(((n + 1) * others.length) / (restarts.length + 1));
    return [...all.slice(0, at), one, ...all.slice(at)];
  }, others);
}

function blowOf(kind: Kind, random: Random, workers: number): Blow {
  const worker = 1 + random.below(workers);
  switch (kind) {
    case 'kill':
      return { what: 'kill', worker, awayFor: 300 + random.below(7_000) };
    case 'pause':
      // The session ends after 6 s.
      return { what: 'pause', worker, awayFor: 8_000 + random.below(7_000) };
    case 'leave':
      return { what: 'leave', worker, awayFor: 500 + random.below(8_000) };
    case 'join':
      return { what: 'join', hereFor: 12_000 + random.below(15_000) };
    case 'broker-kill':
      return { what: 'restart', part: 'kafka', how: 'kill' };
    case 'broker-graceful':
      return { what: 'restart', part: 'kafka', how: 'graceful' };
    case 'registry':
      return { what: 'restart', part: 'registry', how: 'kill' };
    case 'postgres':
      return { what: 'restart', part: 'postgres', how: 'graceful' };
    case 'provider':
      return { what: 'restart', part: 'provider', how: 'kill' };
  }
}

/** In each spell everybody's answers are lost at some time: the first one is that. */
function planSpells(random: Random, duration: number): Fault[] {
  const count = Math.max(1, Math.floor(duration / SPELL_EVERY_MS));
  return Array.from({ length: count }, (_, n) => {
    const { name, knobs } = spells[n % spells.length] as (typeof spells)[number];
    const at = Math.round((n + 0.3) * (duration / count)) + random.below(2_000);
    return { at, blow: { what: 'provider', name, knobs, lasts: 3_000 + random.below(5_000) } };
  });
}

function planMailSpells(random: Random, duration: number): Fault[] {
  const count = Math.max(1, Math.floor(duration / MAIL_SPELL_EVERY_MS));
  return Array.from({ length: count }, (_, n) => {
    const spell = mailSpells[n % mailSpells.length] as (typeof mailSpells)[number];
    const at = Math.round((n + 0.5) * (duration / count)) + random.below(1_000);
    const lasts = 2_000 + random.below(4_000);
    return spell === 'kill'
      ? { at, blow: { what: 'restart', part: 'mails', how: 'kill' } }
      : { at, blow: { what: 'mails', ...spell, lasts } };
  });
}

function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const rest = [...list];
  return list.map(() => rest.splice(random.below(rest.length), 1)[0] as T);
}

export function describeBlow(blow: Blow): string {
  switch (blow.what) {
    case 'kill':
      return `kill -9 of a worker, started again after ${seconds(blow.awayFor)}`;
    case 'pause':
      return `SIGSTOP of a worker for ${seconds(blow.awayFor)}`;
    case 'leave':
      return `a worker leaves, and joins again after ${seconds(blow.awayFor)}`;
    case 'join':
      return `one worker more joins for ${seconds(blow.hereFor)}`;
    case 'restart':
      return `${blow.how === 'kill' ? 'kill -9 and restart' : 'restart'} of ${titles[blow.part]}`;
    case 'provider':
      return `the payment provider ${blow.name} for ${seconds(blow.lasts)}`;
    case 'mails':
      return `the mail server ${blow.name} for ${seconds(blow.lasts)}`;
  }
}

const titles = {
  kafka: 'Kafka',
  registry: 'the registry',
  postgres: 'Postgres',
  provider: 'the payment provider',
  mails: 'the mail server',
};
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
