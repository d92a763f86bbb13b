import type { CaseError, HospitalCase } from '../hospital/case.ts';
import { caseErrorOf } from '../hospital/case-error.ts';
import type { OutgoingRecord } from '../log/port.ts';
import type { Processor, Tables, Values } from './definition.ts';
import type { Engine } from './engine.ts';
import type { FatEvent, PendingEffect } from './fat-event.ts';
import { stateOf } from './newest.ts';
import type { KeyOutput } from './output.ts';
import { decideParts, keyOf, partsOf } from './parts.ts';

/** What a retry would do now. */
export type DryRun = {
  readonly processor: string;
  readonly key: string;
  /** The key's state as the topic has it; null where there is none. */
  readonly before: FatEvent | null;
  readonly cases: readonly {
    readonly caseId: string;
    readonly would: 'heal' | 'be asked again' | 'fail again' | 'stay queued';
    readonly error: CaseError | null;
  }[];
  /** The records that it would write, decoded: facts, requests and outcomes. */
  readonly records: readonly {
    readonly kind: 'fact' | 'request' | 'outcome';
    readonly topic: string;
    readonly key: string;
    readonly value: unknown;
  }[];
  /** What it would begin outside. */
  readonly effects: readonly PendingEffect[];
  readonly alarms: readonly string[];
};

export type DryRunOptions = {
  /** With a wire that writes the topics of the processor. Nothing of it is sent. */
  readonly engine: Engine;
  readonly processor: Processor;
  readonly partition: number;
  /** Of one key, in order, with their bytes. */
  readonly cases: readonly HospitalCase[];
  /** Of other cases. */
  readonly isBlocked: (key: string) => boolean;
};

/** Decides the cases of a key with this program, against a copy of its state. Writes nothing and starts nothing. */
export async function dryRun({ engine, processor, partition, cases, isBlocked }: DryRunOptions): Promise<DryRun> {
  const parts = await partsOf({ engine, processor }, isBlocked, cases);
  const key = keyOf(parts);
  const tables: Record<string, Tables<Values>[string]> = {};
  for (const name of processor.tables) tables[name] = (await engine.tables.open(name)) as Tables<Values>[string];
  const before = await stateOf(engine, processor, partition, key);
  const decider = { engine, processor, partition, context: { now: engine.clock.now(), tables } };
  const { done, output, failure } = decideParts(decider, key, () => before, parts);
  const known = new Set(before?.effects.map(nameOf));
  const owed = cases.flatMap(({ source, effect }, n) =>
    source === 'EFFECT' && n < done ? (effect?.effectId ?? []) : [],
  );
  const after = output?.newest?.state ?? before;
  return {
    processor: processor.name,
    key,
    before,
    cases: parts.map(({ of, cause }, n) => {
      const fails = n === done && failure !== null;
      const heals = cause === null && of.source !== 'RECORD' ? 'be asked again' : 'heal';
      return {
        caseId: of.caseId,
        would: n < done ? heals : fails ? 'fail again' : 'stay queued',
        error: fails ? caseErrorOf(failure.error) : null,
      };
    }),
    records: output === null ? [] : await decoded(engine, processor, output),
    effects: after?.effects.filter(one => !known.has(nameOf(one)) || owed.includes(one.id)) ?? [],
    alarms: output?.alarms.map(({ code }) => code) ?? [],
  };
}

const nameOf = ({ id, attempt }: PendingEffect): string => `${id}#${attempt}`;

async function decoded(
  engine: Engine,
  { owns }: Processor,
  { records }: KeyOutput<FatEvent>,
): Promise<DryRun['records']> {
  const told: DryRun['records'][number][] = [];
  for (const { topic, key, value } of records as readonly OutgoingRecord[]) {
    const name = topic.slice(engine.prefix.length + 1);
    const reader = engine.wire.reader(name);
    await reader.prepare([value]);
    const kind = name === owns ? 'fact' : name.endsWith('.outcomes') ? 'outcome' : 'request';
    told.push({ kind, topic: name, key: key?.toString('utf8') ?? '', value: reader.decode(value) });
  }
  return told;
}
