import type { FatEvent } from '../../../runtime/tasks/fat-event.ts';
import type { Shipment } from '../../../schemas/types/shipments.ts';
import { law } from '../../property/law.ts';
import { factsOf } from '../../property/log.ts';
import type { Asking } from '../../property/people.ts';
import { actFor, isReady, returnFor } from '../../property/plan.ts';
import { waitedOut } from '../../property/rest.ts';
import { storming as processors } from '../../property/storming.ts';
import { ask } from './ask.ts';
import { living, possible, settled, take, type Whole } from './world.ts';

/** More than any story needs: not to come to rest is a failure. */
const MOST_ROUNDS = 300;
const MOST_STEPS = 20_000;
const MOST_TICKS = 100;

/** No more faults; then everybody does what they owe, until nothing moves any more. */
export async function comeToRest(whole: Whole, asks: Asking[]): Promise<void> {
  whole.note(() => '------- no more faults: everybody does what they owe');
  endFaults(whole);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await settle(whole);
    if (await someoneAsks(whole, asks, round)) continue;
    if (!(await waitOut(whole))) return;
  }
  throw new Error('the shop does not come to rest');
}

function endFaults(whole: Whole): void {
  const { broker, processes } = whole;
  whole.reachable = true;
  whole.lagging = null;
  broker.up();
  whole.luck.length = 0;
  for (const process of processes) {
    process.awake = true;
    // Who was fenced by us may not have noticed yet: everybody takes over anew.
    if (process.gone || whole.disturbed.size > 0) broker.expireSession(process.client);
  }
}

/** Every step that is there happens, and time goes on until every task runs. */
export async function settle(whole: Whole): Promise<void> {
  await settled();
  let steps = 0;
  for (let ticks = 0; ; ticks++) {
    for (let [next] = possible(whole); next !== undefined; [next] = possible(whole)) {
      if (++steps > MOST_STEPS) throw new Error(`not at rest after ${steps} steps; next: ${next.operation} ${next.at}`);
      await take(whole, next);
    }
    law(whole.violations.length === 0, () => whole.violations.join('\n'));
    if (living(whole).length === 0) whole.start(whole.machines[0] as never);
    const why = unrest(whole);
    if (why === null) break;
    if (ticks === MOST_TICKS) throw new Error(`stands still: ${why}`);
    // Who ended while nobody could be told is missed after a while.
    for (const { gone, client } of whole.processes) if (gone) whole.broker.expireSession(client);
    whole.history.observe();
    whole.time.tick();
    await settled();
  }
  whole.history.observe();
}

/** Who is not where he should be; null: every partition of every processor is run by one task. */
function unrest(whole: Whole): string | null {
  for (const { client, stopping, started, failure, runs } of living(whole)) {
    if (failure !== null) throw new Error(`${client} failed: ${failure}`);
    if (stopping || !started) return `${client} is ${stopping ? 'stopping' : 'starting'}`;
    for (const run of runs) {
      const { name, tasks, error } = run.status();
      if (error !== null) throw new Error(`${client} ${name} stands still: ${error}`);
      for (const task of tasks) {
        if (task.state === 'stopped') throw new Error(`${client} ${name}/${task.partition} stopped: ${task.error}`);
        for (const { key, caseId } of task.hospital?.keys ?? []) {
          if (key === null && caseId.startsWith('payments/effect/')) continue; // refused by the provider, as planned
          throw new Error(`${client} ${name}/${task.partition} has parked ${key} (${caseId})`);
        }
        if (task.state !== 'running') return `${client} ${name}/${task.partition} ${task.state}: ${task.error}`;
      }
    }
  }
  for (const { name } of processors) {
    const statuses = living(whole).flatMap(({ runs }) => runs.map(run => run.status()));
    const run = statuses.filter(status => status.name === name).flatMap(({ tasks }) => tasks);
    const partitions = new Set(run.map(({ partition }) => partition));
    if (run.length !== whole.size.partitions || partitions.size !== run.length) {
      return `${name} runs partitions ${run.map(({ partition }) => partition)} of ${whole.size.partitions}`;
    }
  }
  return null;
}

async function someoneAsks(whole: Whole, asks: Asking[], round: number): Promise<boolean> {
  const ready = asks.filter(one => isReady(whole, one));
  for (const one of ready) asks.splice(asks.indexOf(one), 1);
  const shipments = [...factsOf<Shipment>(whole, 'shipments').values()];
  const warehouse = shipments.map(shipment => actFor(whole, shipment, 100 + round));
  const back = whole.scenario.orders.map((plan, index) => returnFor(whole, index, plan));
  const all = [...ready, ...(ready.length > 0 ? [] : [...warehouse, ...back])].filter(one => one !== undefined);
  for (const one of all) await ask(whole, one);
  return all.length > 0;
}

/** Goes on to the next time that something is waited for: an effect's next attempt, a row of a table, a return. */
async function waitOut(whole: Whole): Promise<boolean> {
  const facts = processors.flatMap(({ owns }) => [...factsOf<FatEvent>(whole, owns).values()]);
  const times = facts.flatMap(({ deadlines, effects }) => [
    ...effects.map(({ retryAt, since }) => retryAt ?? since),
    ...deadlines.filter(({ name }) => waitedOut.includes(name)).map(({ due }) => due),
  ]);
  if (times.length === 0) return false;
  const before = whole.history.count();
  const next = Math.max(0, Math.min(...times) - whole.time.now());
  // What has just been looked at is looked at again after a while.
  for (const by of [next, 200, 200, 200, 10_000, 200, 200]) {
    whole.note(() => `time      ${by} ms`);
    whole.time.leap(by);
    await settle(whole);
    if (whole.history.count() > before) return true;
  }
  throw new Error(`stands still: ${times.length} wait for a time that has passed`);
}
