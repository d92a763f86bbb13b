import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import type { LogRecord } from '../runtime/log/port.ts';
import { projectRecords } from '../runtime/projector/changes.ts';
import type { Projection } from '../runtime/projector/definition.ts';
import { projections } from './catalogue.ts';
import { asText } from './testing/memory-tables.ts';
import { histories, inBatches, jsonReader, waysOf } from './testing/random-history.ts';
import { recount } from './testing/recount.ts';
import { openViews, type Views } from './testing/views.ts';

/** Of each projection. The same is proved of thousands in memory (histories.unit.spec.ts); this proves the SQL. */
const HISTORIES = 6;

const inJson = (rows: readonly object[]) => asText(JSON.parse(JSON.stringify(rows)));

async function fold(views: Views, projection: Projection, records: readonly LogRecord[], seed: number) {
  await views.clear();
  for (const { topic, partition, records: batch } of inBatches(records, seed)) {
    const { changes } = projectRecords(projection, jsonReader, batch);
    await views.apply(changes, await views.step(topic, partition, batch.length));
  }
}

it.each(projections.map(projection => [projection.name, projection] as const))(
  'the rows of %s in Postgres are those of a recount of the newest facts, however its history is told',
  async (name, projection) => {
    const views = await openViews(inject('databaseUrl'), `hist-${Date.now().toString(36)}-${name}`, projection);
    const rows = async () => ({ stored: asText(await views.stored()), shown: asText(await views.shown()) });
    await fc.assert(
      fc.asyncProperty(histories(projection), async history => {
        const naive = recount(projection, history.told);
        const expected = { stored: inJson(naive.stored), shown: inJson(naive.shown) };
        for (const [way, records] of Object.entries(waysOf(history))) {
          await fold(views, projection, records, history.seed);
          expect([way, await rows()]).toEqual([way, expected]);
          await views.forgetTotals();
          await views.recountTotals();
          expect([way, 'counted at once', await rows()]).toEqual([way, 'counted at once', expected]);
        }
      }),
      { numRuns: HISTORIES, endOnFailure: true },
    );
    await views.drop();
  },
);
