import { LongplayError } from '../../errors.ts';
import { topicName } from '../../topics/spec.ts';
import type { Code } from '../code.ts';
import { storedIn } from '../definition.ts';
import { type Generation, generationsOf, liveOf } from '../generations.ts';
import type { Filled, Run } from './context.ts';
import { isMine } from './fence.ts';
import { finishTables } from './finish.ts';
import { follow } from './follow.ts';
import { heal } from './heal.ts';
import { catchUpLive, refusalOf } from './live.ts';
import { load } from './load.ts';
import { giveUp, makeGeneration } from './make.ts';
import type { OperationState } from './operations.ts';
import { extendProgress, progressOf, sumOf } from './progress.ts';
import { prove } from './prove.ts';
import type { Proof, Report } from './report.ts';
import { switchTo } from './swap.ts';

/** After the load the log has grown: what has come is loaded too, as long as it is much. */
const MOST_ROUNDS = 5;
const LITTLE = 5_000n;

/** Does what was asked, from where it was left. Every step is noted before the next one begins. */
export async function execute(run: Run): Promise<void> {
  const { kind } = run.operation;
  if (kind === 'rebuild' || kind === 'verify') return await build(run);
  const live = await liveFilled(run);
  if (kind === 'heal') {
    const report = await heal(run, live, run.operation.options.key ?? '', run.signal);
    return await run.note({ state: 'done', report });
  }
  const wanted = kind === 'swap' ? 'ready' : 'previous';
  // Chosen once: were it chosen again by whoever goes on, it could be another one.
  const chosen = run.operation.generation;
  const next = (await generationsOf(run, run.operation.projection)).find(
    one => one.state === wanted && (chosen === null || one.number === chosen),
  );
  if (next === undefined) {
    const code = kind === 'swap' ? 'LP_PROJECTION_NOTHING_READY' : 'LP_PROJECTION_NO_PREVIOUS';
    throw new LongplayError(code, `${run.operation.projection} has no generation that is ${wanted}.`);
  }
  const other = await filledBy(run, next);
  const refusal = await refusalOf(run, other);
  if (refusal !== null) throw refusal;
  await run.note({ generation: next.number });
  await follow(run, other);
  if (kind === 'rollback') return await swapIn(run, live, other, {});
  await run.note({ state: 'proving' });
  await decide(run, live, other, {});
}

async function build(run: Run): Promise<void> {
  const live = await liveFilled(run);
  const seconds: Record<string, number> = { ...run.operation.report?.seconds };
  const timed = async (name: string, work: () => Promise<void>): Promise<void> => {
    const began = performance.now();
    await work();
    seconds[name] = Math.round((seconds[name] ?? 0) * 1_000 + performance.now() - began) / 1_000;
    await run.note({ report: { ...run.operation.report, seconds } });
  };
  const other = await begun(run, live);
  const at = (state: OperationState): boolean => run.operation.state === state;
  if (at('loading')) {
    await timed('loading', () => loadAll(run, other));
    await run.note({ state: 'indexing' });
  }
  if (at('indexing')) {
    await timed('indexing', () => finishTables(run, other));
  }
  if (at('catching-up')) {
    await timed('catchingUp', async () => {
      await follow(run, other);
      if (run.operation.kind === 'rebuild') await feedIt(run, other);
    });
    await run.note({ state: 'proving' });
  }
  const records = sumOf(await progressOf(run, run.operation.id)).records;
  const began = performance.now();
  if (at('proving')) {
    await decide(run, live, other, { ...run.operation.report, records, seconds }, () => {
      seconds.proving = Math.round(performance.now() - began) / 1_000;
    });
  } else if (at('swapping')) {
    // Noted before the switch; whether the two were compared stands there too.
    const report = run.operation.report ?? {};
    await swapIn(run, live, other, report, report.proof === undefined);
  }
}

/** The generation that this operation makes; where it is gone, it begins anew. */
async function begun(run: Run, live: Filled): Promise<Filled> {
  const { projection, kind, generation } = run.operation;
  const code = kind === 'verify' ? live.code : run.codes.current(projection);
  const known = (await generationsOf(run, projection)).find(one => one.number === generation);
  const usable = known !== undefined && ['building', 'ready'].includes(known.state);
  if (usable && (run.operation.state === 'swapping' || known.fingerprint === code.fingerprint)) {
    return await filledBy(run, known);
  }
  if (usable) await giveUp(run, known.number, ['building', 'ready']);
  await giveUpReady(run);
  return { generation: await makeGeneration(run, code.projection, code.bundle), code };
}

/** A rebuild takes the place of one that was never swapped in. */
async function giveUpReady(run: Run): Promise<void> {
  if (run.operation.kind !== 'rebuild') return;
  for (const one of await generationsOf(run, run.operation.projection)) {
    if (one.state === 'ready') await giveUp(run, one.number, ['ready']);
  }
}

async function loadAll(run: Run, filled: Filled): Promise<void> {
  const { log, prefix } = run;
  const topics = filled.code.projection.topics.map(name => topicName(prefix, name));
  for (let round = 0; round < MOST_ROUNDS; round++) {
    await load(run, filled);
    const ends = (await Promise.all(topics.map(topic => log.admin.offsets(topic)))).flat();
    const loaded = await progressOf(run, run.operation.id);
    const left = ends.reduce((sum, { topic, partition, end }) => {
      const part = loaded.find(one => one.topic === topic && one.partition === partition);
      return part === undefined ? sum : sum + (end > part.until ? end - part.until : 0n);
    }, 0n);
    if (left <= LITTLE) return;
    await extendProgress(run, run.operation.id, ends);
  }
}

/** From here on workers feed it as they feed the live one, so that a swap leaves no gap. */
async function feedIt(run: Run, { generation }: Filled): Promise<void> {
  await run.sql`
    update ${run.sql(run.control)}.generation set state = 'ready', since = now()
    where projection = ${generation.projection} and number = ${generation.number} and state = 'building'
      and ${isMine(run)}`;
  await run.fed(generation);
}

/** Compares, and goes on as the difference allows. */
async function decide(run: Run, live: Filled, other: Filled, before: Report, timed?: () => void): Promise<void> {
  const { kind, options } = run.operation;
  if (!(await catchUpLive(run, live, other))) {
    // Nothing to compare with; somebody has said that the new one is right all the same.
    timed?.();
    const report: Report = { ...before, accepted: options.accept ?? '' };
    await run.note({ state: 'swapping', report });
    return await swapIn(run, live, other, report, true);
  }
  const proof: Proof = await prove(run, live, other);
  timed?.();
  const stored = proof.tables.find(({ table }) => table === storedIn(other.code.projection).table);
  const report: Report = {
    ...before,
    proof,
    rows: stored?.other ?? 0,
    ...(options.accept !== undefined && proof.differences > 0 && { accepted: options.accept }),
  };
  if (kind === 'verify') {
    await giveUp(run, other.generation.number, ['building']);
    return await run.note({ state: proof.differences === 0 ? 'done' : 'different', report });
  }
  if (proof.differences > 0 && options.accept === undefined) return await run.note({ state: 'different', report });
  if (kind === 'rebuild' && options.swap === false) return await run.note({ state: 'done', report });
  await run.note({ state: 'swapping', report });
  await swapIn(run, live, other, report);
}

async function swapIn(run: Run, live: Filled, other: Filled, report: Report, lost = false): Promise<void> {
  const { projection, number } = other.generation;
  await switchTo(run, live, other, report, lost);
  run.logger.info({ projection, generation: number }, `Readers of ${projection} ask generation ${number} now.`);
}

async function liveFilled(run: Run): Promise<Filled> {
  const live = liveOf(await generationsOf(run, run.operation.projection), run.operation.projection);
  if (live === undefined) {
    throw new LongplayError('LP_PROJECTION_UNKNOWN', `${run.operation.projection} has no live generation.`);
  }
  return await filledBy(run, live);
}

async function filledBy(run: Run, generation: Generation): Promise<Filled> {
  const code: Code = await run.codes.of(run, generation);
  return { generation, code };
}
