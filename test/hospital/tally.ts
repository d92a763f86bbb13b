import { createCodec } from '../../runtime/codec/codec.ts';
import { defaultLimits } from '../../runtime/hospital/breaker.ts';
import type { HospitalOptions } from '../../runtime/hospital/options.ts';
import { defineProcessor, type Processor, type Values } from '../../runtime/tasks/definition.ts';
import type { Wire } from '../../runtime/tasks/engine.ts';
import type { EventStamp, FatEvent } from '../../runtime/tasks/fat-event.ts';
import { json } from '../../runtime/tasks/testing/bare.ts';
import { schemaText } from '../../schemas/load.ts';
import { topics } from '../../schemas/topics.ts';

/** What the processor under test is told: the n-th record of a key. */
export type Told = { readonly event: EventStamp; readonly n: number };

/** Which inputs a program with a defect cannot process. */
export type Defect = (key: string, n: number) => boolean;

/**
 * A processor that notes everything that it decides, in order, and tells a repeat by nothing: whatever is lost, doubled
 * or out of order shows in `out`. `defect` may change while it runs, as when a corrected program is started.
 */
export function tally(bug: { defect: Defect }): Processor {
  return defineProcessor<FatEvent & { readonly count: number }, { readonly in: Told }, Values>({
    name: 'tally',
    entity: 'tally',
    owns: 'own',
    reads: ['in'],
    tables: [],
    asks: ['out'],
    effects: [],
    historyBound: 2,
    decide: (state, input) => {
      if (!('value' in input)) return {};
      const { n, event } = input.value;
      if (bug.defect(input.key, n)) throw new Error('the defect');
      const request = { topic: 'out', key: input.key, id: `out/${event.id}`, type: 'out', value: { n } };
      return {
        state: { deadlines: [], effects: [], count: (state?.count ?? 0) + 1 },
        what: 'TOLD',
        requests: [request],
      };
    },
  }) as Processor;
}

/** JSON for the topics of the test, and what really is on the wire for those of the hospital. */
export function hospitalWire(): Wire {
  const schemas = ['hospital', 'operations', 'outcomes'];
  const texts = schemas.map(schema => schemaText(topics.find(one => one.schema === schema) as { schema: string }));
  const codec = createCodec({ schemas: { schemaById: async id => texts[id - 1] as string } });
  const known = new Map(
    schemas.map((name, n) => [
      name,
      { reader: codec.reader(texts[n] as string), writer: codec.writer(texts[n] as string, n + 1) },
    ]),
  );
  const of = (topic: string) => known.get(topic.split('.').at(-1) as string);
  return {
    reader: topic => (of(topic)?.reader ?? json) as never,
    writer: topic => (of(topic)?.writer ?? json) as never,
  };
}

export const hospitalOptions = (over: Partial<HospitalOptions> = {}): HospitalOptions => ({
  version: 'test',
  limits: { ...defaultLimits, inARow: 10_000, atLeast: 10_000 },
  keepClosed: 3_600_000,
  perSecond: 1_000,
  transientBudget: 10_000,
  isRequest: topic => topic === 'in',
  ...over,
});
