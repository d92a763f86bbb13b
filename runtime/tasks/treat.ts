import { type HospitalCase, isOpenCase } from '../hospital/case.ts';
import { caseErrorOf } from '../hospital/case-error.ts';
import { type By, closed, failedAgain, HEALED } from '../hospital/course.ts';
import { type GroupRetry, standingRecord, withProgress } from '../hospital/standing.ts';
import { type Held, write } from './commit.ts';
import type { Values } from './definition.ts';
import { discharged } from './discharge.ts';
import { failureCases } from './failures.ts';
import type { FatEvent } from './fat-event.ts';
import type { KeyedCause } from './items.ts';
import type { Decider } from './output.ts';
import { decideParts, keyOf, type Part, partsOf } from './parts.ts';
import type { TaskScope } from './scope.ts';
import { type Step, stepOf } from './step.ts';
import { caseOf, type Ward } from './ward.ts';

/** Cases in one transaction, and bytes of them: a key may have ten thousand, and others want their turn. */
const MOST_CASES = 100;
const MOST_BYTES = 4 * 1024 * 1024;

/** What came of a treatment, once it was committed. */
export type Treated<S extends FatEvent> = {
  readonly step: Step<S>;
  /** Keys that wait no more. */
  readonly freed: readonly string[];
  readonly healed: number;
  readonly superseded: number;
  readonly failed: readonly HospitalCase[];
};

/**
 * Tries the cases of these lanes again, each lane in its order, up to the first that fails: that one is back in front,
 * and those behind it stay queued. Cases, facts, requests and outcomes are one transaction.
 *
 * @param retry The group retry that they were chosen for, whose progress is written with them.
 */
export async function treat<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  ward: Ward,
  lanes: readonly string[],
  retry: GroupRetry | null = null,
): Promise<Treated<S>> {
  const { engine, processor, partition } = scope;
  const now = engine.clock.now();
  const decider: Decider<S, I, T> = { engine, processor, partition, context: { now, tables: held.tables } };
  const building = stepOf(decider);
  const cases: HospitalCase[] = [];
  const items: KeyedCause<I>[] = [];
  const parking = { ward, processor: processor.name, version: engine.hospital?.version ?? '', now };
  let progress = retry;
  for (const lane of lanes) {
    const room = MOST_CASES - cases.length;
    if (room <= 0) break;
    const list = casesOf(ward, lane, room);
    if (list.length === 0) continue;
    const parts = await partsOf(scope, key => ward.index.isBlocked(key), list);
    const key = keyOf(parts);
    items.push(...parts.flatMap(({ cause }) => cause ?? []));
    const stateOf = await held.states.read([key]);
    const { done, before, output, failure } = decideParts(decider, key, () => stateOf(key), parts);
    const by = (n: number): By => ({ now, operation: n === 0 && retry !== null ? operationOf(retry) : null });
    for (const [n, part] of parts.slice(0, done).entries()) cases.push(finished(part, before, by(n)));
    if (failure !== null) {
      const back = failedAgain((parts[done] as Part<I>).of, caseErrorOf(failure.error), by(done));
      const isRequest = engine.hospital?.isRequest ?? (() => true);
      const moot = discharged(back, list.slice(done + 1), { isRequest, now });
      cases.push(back, ...(moot === null ? [] : [moot]));
    }
    if (progress !== null) {
      progress = done > 0 ? { ...progress, healed: progress.healed + 1 } : { ...progress, back: progress.back + 1 };
    }
    building.add(key, output);
    if (output?.newest) {
      const of = failureCases(parking, processor, key, before, output.newest.state);
      cases.push(...of.filter(one => !cases.some(({ caseId }) => caseId === one.caseId)));
    }
  }
  for (const one of cases) building.addCase(one);
  if (progress !== null && progress !== retry) {
    const standing = withProgress(ward.standing, progress.operationId, () => progress as GroupRetry);
    const event = { time: now, causes: [progress.operationId], actor: progress.actor, what: 'retried' };
    building.addCase(standingRecord(processor.name, standing, ward.standingVersion + 1, event));
  }
  await write(scope, held, building.step, new Map(), now, items);
  const keys = new Set(cases.flatMap(({ blockedKey }) => blockedKey ?? []));
  return {
    step: building.step,
    freed: [...keys].filter(key => !ward.index.isBlocked(key)),
    healed: cases.filter(({ status }) => status === 'HEALED').length,
    superseded: cases.filter(({ status }) => status === 'SUPERSEDED').length,
    failed: cases.filter(
      one => isOpenCase(one) && !cases.some(({ caseId, version }) => caseId === one.caseId && version > one.version),
    ),
  };
}

function casesOf(ward: Ward, lane: string, most: number): HospitalCase[] {
  const list: HospitalCase[] = [];
  let bytes = 0;
  for (const { caseId } of ward.index.firstOf(lane, most)) {
    const one = caseOf(ward, caseId);
    bytes += one?.record?.value?.length ?? 0;
    if (one === null || (list.length > 0 && bytes > MOST_BYTES)) break;
    list.push(one);
  }
  return list;
}

const operationOf = ({ operationId: id, actor, reason }: GroupRetry): By['operation'] => ({ id, actor, reason });

function finished<I extends Values>({ of }: Part<I>, state: FatEvent | null, by: By): HospitalCase {
  if (of.source === 'RECORD') return closed(of, 'HEALED', by, 'RETRY', HEALED);
  if (of.blockedKey === null) return closed(of, 'HEALED', by, 'RETRY', 'asked again');
  const isPending =
    of.effect === null
      ? state?.deadlines.some(({ name, due }) => name === of.deadline?.name && due === of.deadline?.due)
      : state?.effects.some(({ id }) => id === of.effect?.effectId);
  return isPending
    ? closed(of, 'HEALED', by, 'RETRY', 'asked again')
    : closed(of, 'SUPERSEDED', by, 'RETRY', 'not pending any more');
}
