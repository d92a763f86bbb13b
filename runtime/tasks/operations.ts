import { schemaIdIn } from '../codec/wire.ts';
import { type HospitalView, type Operated, operate } from '../hospital/operate.ts';
import type { Operation, Rejection } from '../hospital/operation.ts';
import type { HospitalOptions } from '../hospital/options.ts';
import { standingRecord } from '../hospital/standing.ts';
import type { Held } from './commit.ts';
import { write } from './commit.ts';
import type { Values } from './definition.ts';
import type { FatEvent } from './fat-event.ts';
import type { StampedOutcome } from './fold.ts';
import type { Decider } from './output.ts';
import { outcomeRecord } from './records.ts';
import { repair } from './repair.ts';
import { republish } from './republish.ts';
import { isPassing, type TaskScope } from './scope.ts';
import { type Step, stepOf } from './step.ts';
import { caseOf, hospitalOf, operationsOf, type Ward } from './ward.ts';

/** What an operation has changed, once it was committed. */
export type OperationDone<S extends FatEvent> = {
  readonly step: Step<S>;
  readonly freed: readonly string[];
  readonly rejection: Rejection | null;
};

/** Does one operation: what it changes, its outcome and its position are one transaction. */
export async function doOperation<S extends FatEvent, I extends Values, T extends Values>(
  scope: TaskScope<S, I, T>,
  held: Held<S, T>,
  ward: Ward,
  operation: Operation,
  next: bigint,
): Promise<OperationDone<S>> {
  const { engine, processor, partition, hospital } = scope;
  const options = engine.hospital as HospitalOptions;
  const now = engine.clock.now();
  const decider: Decider<S, I, T> = { engine, processor, partition, context: { now, tables: held.tables } };
  const building = stepOf(decider);
  const moved = new Map([[(hospital as { operations: string }).operations, next]]);

  let fact: StampedOutcome['fact'] = null;
  let rejection: Rejection | null = null;
  let freed: readonly string[] = [];
  if (operation.type === 'REPUBLISH' && operation.republish !== null) {
    await republish(scope, held, operation, now, building);
  } else if (operation.type === 'REPAIR' && operation.repair !== null) {
    const repaired = await repair(scope, held, operation, now);
    if ('rejection' in repaired) rejection = repaired.rejection;
    else {
      building.add(operation.repair.key, repaired.output);
      fact = { topic: processor.owns, key: operation.repair.key, version: repaired.version };
    }
  } else {
    const operated = operate(await viewOf(scope, ward, options, operation), operation, now);
    ({ rejection, fact } = add(scope, ward, building, operated, operation, now));
    freed = operated.changed?.blockedKey ? [operated.changed.blockedKey] : [];
  }
  const answer =
    rejection === null ? ({ answer: 'ACCEPTED' } as const) : ({ answer: 'REJECTED', reason: rejection } as const);
  building.addRecord(
    outcomeRecord({ engine, processor: processor.name }, operation.target, {
      ...answer,
      requestId: operation.event.id,
      requestTopic: operationsOf(processor.name),
      requestType: operation.type,
      bodyHash: null,
      fact,
      event: {
        id: `${processor.name}.outcomes/${operation.event.id}/${answer.answer.toLowerCase()}`,
        type: `longplay.request.${answer.answer.toLowerCase()}`,
        time: now,
        causes: [operation.event.id],
        correlationId: operation.event.correlationId,
        actor: null,
      },
    }),
  );
  await write(scope, held, building.step, moved, now);
  return { step: building.step, freed: freed.filter(key => !ward.index.isBlocked(key)), rejection };
}

function add<S extends FatEvent, I extends Values, T extends Values>(
  { processor }: TaskScope<S, I, T>,
  ward: Ward,
  building: ReturnType<typeof stepOf<S, I, T>>,
  { changed, standing, rejection }: Operated,
  { event, type }: Operation,
  now: number,
): { rejection: Rejection | null; fact: StampedOutcome['fact'] } {
  let fact: StampedOutcome['fact'] = null;
  if (changed !== null) {
    building.addCase(changed);
    fact = { topic: hospitalOf(processor.name), key: changed.caseId, version: changed.version };
  }
  if (standing !== null) {
    const stamp = { time: now, causes: [event.id], actor: event.actor, what: type.toLowerCase() };
    building.addCase(standingRecord(processor.name, standing, ward.standingVersion + 1, stamp));
  }
  return { rejection, fact };
}

async function viewOf<S extends FatEvent, I extends Values, T extends Values>(
  { engine }: TaskScope<S, I, T>,
  ward: Ward,
  { perSecond, isRequest }: HospitalOptions,
  { edit }: Operation,
): Promise<HospitalView> {
  const topic = edit === null ? undefined : caseOf(ward, edit.caseId)?.record?.topic;
  if (edit !== null && topic !== undefined) await engine.wire.reader(topic).prepare([edit.value]);
  return {
    caseOf: caseId => caseOf(ward, caseId),
    index: ward.index,
    standing: ward.standing,
    perSecond,
    isRequest,
    schemaIdOf: (from, value) => {
      try {
        engine.wire.reader(from).decode(value);
        return schemaIdIn(value);
      } catch (error) {
        if (isPassing(error)) throw error;
        return undefined;
      }
    },
  };
}
