import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../runtime/log/port.ts';
import { projectRecords } from '../runtime/projector/changes.ts';
import type { Projected, Projection } from '../runtime/projector/definition.ts';
import { type FactReader, gatherer } from '../runtime/projector/rebuild/gather.ts';
import { randomOf } from '../test/property/random.ts';
import { projections } from './catalogue.ts';
import { asText, memoryTables } from './testing/memory-tables.ts';
import { histories, inBatches, jsonReader, waysOf } from './testing/random-history.ts';
import { recount } from './testing/recount.ts';

/** Of each projection; each is folded as it is, compacted, with duplicates, and in another order. */
const HISTORIES = 200;

function folded(projection: Projection, records: readonly LogRecord[], seed: number) {
  const tables = memoryTables(projection);
  for (const batch of inBatches(records, seed)) {
    const { changes, failed } = projectRecords(projection, jsonReader, batch.records);
    expect(failed.size).toBe(0);
    tables.apply(changes, batch.partition);
  }
  return { stored: asText(tables.stored()), shown: asText(tables.shown()) };
}

/** As a rebuild does it: much at once, written now and then. */
function gathered(projection: Projection, records: readonly LogRecord[], seed: number, reader: FactReader<Projected>) {
  const tables = memoryTables(projection);
  const random = randomOf(seed);
  for (const log of Map.groupBy(records, ({ topic, partition }) => `${topic} ${partition}`).values()) {
    const gathering = gatherer(projection, reader);
    let since: LogRecord[] = [];
    const write = () => {
      tables.apply({ deleted: gathering.deleted(), rows: [...gathering.rowsIn(since)] }, log[0]?.partition ?? 0);
      since = [];
      gathering.clear();
      expect(gathering.bytes()).toBe(0);
    };
    for (const record of log) {
      gathering.add(record);
      since.push(record);
      if (random.chance(0.1)) write();
    }
    write();
  }
  return { stored: asText(tables.stored()), shown: asText(tables.shown()) };
}

describe.each(projections.map(projection => [projection.name, projection] as const))(
  'the projection %s',
  (_, projection) => {
    it('comes to the same rows, however its history is told, and to what a recount of the newest facts says', () => {
      fc.assert(
        fc.property(histories(projection), history => {
          const naive = recount(projection, history.told);
          const expected = { stored: asText(naive.stored), shown: asText(naive.shown) };
          for (const [way, records] of Object.entries(waysOf(history))) {
            expect([way, folded(projection, records, history.seed)]).toEqual([way, expected]);
            for (const reader of [jsonReader, { decode: jsonReader.decode }]) {
              const rows = gathered(projection, records, history.seed, reader);
              expect([way, 'gathered', rows]).toEqual([way, 'gathered', expected]);
            }
          }
        }),
        { numRuns: HISTORIES },
      );
    });
  },
);
