import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../../../cli/connect/connection.ts';
import { projections } from '../../../projections/catalogue.ts';
import { viewsSchema } from '../../../runtime/projector/names.ts';
import { askFor } from '../../../runtime/projector/rebuild/operations.ts';
import { projectionStatus } from '../../../runtime/projector/status.ts';
import { type Ground, openGround } from '../../chaos/ground.ts';
import { machineLoad } from '../../chaos/report.ts';
import type { Say } from '../../chaos/run.ts';
import { compareWithFold, type Folded } from '../fold.ts';
import type { RebuildDrill } from '../options.ts';
import { type Clients, openClients } from './clients.ts';
import { type Frozen, freezeIn, freezeLive } from './freezes.ts';
import { type Battle, ended, type Kill, killIn, outcomeOf } from './kills.ts';
import { type Phase, planKills } from './phases.ts';
import { openRoles, type Roles, type Started } from './projectors.ts';
import type { RebuildReport } from './report.ts';

/** A history to begin with, so that a rebuild has something to do, s. */
const LEAD_S = 5;
const READ_WITHIN_MS = 120_000;
/** Those whose rows an order's page is made of, and an aggregate. */
const REBUILT = ['orders', 'payments', 'shipments', 'customer-orders', 'allocations'];

type Stage = { readonly ground: Ground; readonly roles: Roles; readonly connection: Connection; readonly api: string };

/** Rebuilds and switches under load, while projector processes are killed; afterwards every table is what the log says. */
export async function runRebuild(options: RebuildDrill, say: Say, signal: AbortSignal): Promise<RebuildReport> {
  say(`seed ${options.seed}: ${options.rate} orders/s, ${options.kills} kills`);
  const ground = await openGround(say);
  const roles = openRoles(ground);
  let connection: Connection | null = null;
  let clients: Clients | null = null;
  let held = false;
  try {
    // The first one makes the topics and registers the schemas.
    const streams = await roles.start('streams');
    const projectors = new Map([1, 2].map(number => [number, null as unknown as Started]));
    for (const number of projectors.keys()) projectors.set(number, await roles.start('projections', number));
    const { api, key } = await roles.start('api');
    connection = await ground.connect();
    const stage: Stage = { ground, roles, connection, api: api ?? '' };
    clients = await openClients({ api: stage.api, key: key ?? '' }, options);
    say('products, customers and stock are there');
    const where = { sql: connection.sql, control: viewsSchema(connection.prefix) };
    const played = await play(options, { where, roles, projectors, signal }, clients, say);
    // What is not decided by now never will be: the books of read models can be closed.
    await streams.stop();
    const report = await verdict(options, stage, clients, played, say, signal);
    held = report.held;
    return report;
  } finally {
    await clients?.stop();
    await roles.stop();
    await connection?.close();
    await ground.stop(options.keep || !held);
  }
}

type Played = { readonly kills: readonly Kill[]; readonly frozen: readonly Frozen[]; readonly seconds: number };

async function play(
  { rate, kills, freezes, seed }: RebuildDrill,
  battle: Battle,
  clients: Clients,
  say: Say,
): Promise<Played> {
  const over = new AbortController();
  const began = performance.now();
  const placing = clients.place(rate, AbortSignal.any([over.signal, battle.signal]));
  const done: Kill[] = [];
  try {
    await sleep(LEAD_S * 1_000, undefined, { signal: battle.signal });
    for (const [n, phase] of planKills(kills).entries()) {
      const one = await killIn(battle, phase, REBUILT[(n + seed) % REBUILT.length] as string);
      done.push(one);
      say(`${n + 1} of ${kills}: ${told(one)}; ${clients.counts().placed} orders`);
    }
    const frozen: Frozen[] = [];
    for (let n = 0; n < freezes; n++) {
      const one = n % 2 === 0 ? await freezeLive(battle) : await freezeIn(battle, 'index', 'customer-orders');
      frozen.push(one);
      say(`${one.victim} stood still in ${one.hit} for ${one.seconds} s; ${one.overtaken} of its transactions failed`);
    }
    return { kills: done, frozen, seconds: Math.round((performance.now() - began) / 1_000) };
  } finally {
    over.abort();
    await placing;
  }
}

const told = ({ hit, wanted, projection, victim, outcome }: Kill): string =>
  `${victim} killed in ${hit}${hit === wanted ? '' : `, meant for ${wanted as Phase}`}` +
  `${outcome === null ? '' : `; rebuild of ${projection}: ${outcome}`}`;

async function verdict(
  options: RebuildDrill,
  { ground, roles, connection }: Stage,
  clients: Clients,
  { kills, frozen, seconds }: Played,
  say: Say,
  signal: AbortSignal,
): Promise<RebuildReport> {
  const { sql, prefix } = connection;
  await untilRead(connection, signal);
  // Readers went on until here.
  await clients.stop();
  say('comparing every table with a fresh fold of the log');
  const where = { sql, control: viewsSchema(prefix) };
  const { id } = await askFor(where, 'orders', 'verify');
  const verified = outcomeOf(await ended({ where, signal }, id));
  const tables: Record<string, Folded> = {};
  for (const projection of projections) tables[projection.name] = await compareWithFold(connection, projection);
  const { writes, failed, backwards } = clients.problems;
  const lists = {
    'requests that were not taken in': writes,
    'queries that failed': failed,
    'queries that saw something older': backwards,
    'rebuilds that did not end well': [...kills, ...frozen].flatMap(({ victim, hit, outcome }) =>
      outcome === null || outcome === 'done' ? [] : [`${victim} struck in ${hit}: ${outcome}`],
    ),
    processes: roles.wrong,
    'rows that the log does not say': Object.entries(tables).flatMap(([name, { differences, first }]) =>
      differences === 0 ? [] : [`${name}: ${differences}`, ...first],
    ),
    'the verification': verified === 'done' ? [] : [verified],
  };
  const problems = Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0));
  const held = Object.keys(problems).length === 0;
  const counts = clients.counts();
  return {
    held,
    options: { rate: options.rate, kills: options.kills, seed: options.seed },
    home: options.keep || !held ? ground.home : null,
    seconds,
    counts,
    perSecond: Math.round((10 * counts.placed) / seconds) / 10,
    kills,
    frozen,
    joins: roles.joins,
    verified,
    tables,
    problems,
    load: machineLoad(),
  };
}

async function untilRead(connection: Connection, signal: AbortSignal): Promise<void> {
  for (const end = Date.now() + READ_WITHIN_MS; Date.now() < end; await sleep(500)) {
    signal.throwIfAborted();
    const all = await projectionStatus(connection, projections);
    if (all.every(({ partitions, filling }) => filling === null && partitions.every(({ lag }) => lag === 0n))) return;
  }
}
