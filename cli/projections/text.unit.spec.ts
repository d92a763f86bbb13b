import { describe, expect, it } from 'vitest';
import type { ShownOperation } from '../../runtime/projector/rebuild/shown.ts';
import type { ProjectionStatus } from '../../runtime/projector/status.ts';
import { outcomeText } from './outcome-text.ts';
import { progressText } from './progress-text.ts';
import { isWell } from './status.ts';

const operation: ShownOperation = {
  id: 7,
  projection: 'orders',
  kind: 'rebuild',
  state: 'loading',
  generation: 2,
  askedAt: '2026-05-01T10:00:00.000Z',
  startedAt: '2026-05-01T10:00:00.000Z',
  finishedAt: null,
  taken: true,
  options: {},
  progress: { records: 331_000, total: 1_000_000, percent: 33.1, rate: 92_000, etaSeconds: 68, partitions: [] },
  error: null,
  report: null,
};

describe('the progress of a rebuild', () => {
  it('counts records, and reckons what is left', () => {
    expect(progressText(operation)).toBe(
      'orders: loading ███████░░░░░░░░░░░░░░░░░ 33.1 % 331,000 of ≈ 1,000,000, 92,000/s, 1:08 left',
    );
    const progress = { ...operation.progress, records: 9, total: 9, percent: 100 } as ShownOperation['progress'];
    expect(progressText({ ...operation, progress })).toContain(`${'█'.repeat(24)} 100.0 % 9 of 9, 92,000/s`);
  });

  it('names the step where there is nothing to count', () => {
    expect(progressText({ ...operation, state: 'proving' })).toBe('orders: comparing with the live one');
    expect(progressText({ ...operation, kind: 'verify', state: 'waiting', progress: null })).toBe(
      'verify orders: waiting for a projector',
    );
  });
});

describe('the outcome', () => {
  it('of a difference names rows, columns and values, and what can be done', () => {
    const table = {
      table: 'orders',
      live: 60,
      other: 60,
      onlyLive: 1,
      onlyOther: 0,
      different: 1,
      columns: { status: 1 },
      columnsOnlyLive: [],
      columnsOnlyOther: ['note'],
      samples: [
        { key: { order_id: 'o-5' }, kind: 'different', columns: { status: { live: 'WRONG', other: 'PLACED' } } },
        { key: { order_id: 'o-6' }, kind: 'only-live', columns: {} },
      ],
    } as const;
    const proof = {
      comparedAt: '',
      live: 1,
      other: 2,
      differences: 3,
      tables: [table],
      position: {},
      heldMs: 12,
      trimmed: [],
    };
    expect(outcomeText({ ...operation, state: 'different', report: { proof } }).split('\n')).toEqual([
      'Compared row by row: 3 differences; appliers waited 12 ms.',
      '  orders: 1 rows only in the live one, 0 only in the new one, 1 different (status 1)',
      '    only the new one has: note',
      '    o-5: status WRONG → PLACED',
      '    o-6: only in the live one',
      'Generation 2 is ready, and differs from the live one; readers still ask the live one.',
      'To take it all the same: longplay projections swap orders --accept-differences --reason "…"',
      'To give it up:           longplay projections drop orders',
      '',
    ]);
  });

  it('lists the keys that could not be projected, also where there is no difference', () => {
    const parked = { live: 1, other: 2, samples: [{ key: 'o-7', generation: 2, code: 'LP_CODEC_UNDECODABLE' }] };
    const proof = {
      comparedAt: '',
      live: 1,
      other: 2,
      differences: 0,
      tables: [],
      position: {},
      heldMs: 3,
      trimmed: [],
    };
    const text = outcomeText({ ...operation, state: 'done', report: { proof: { ...proof, parked } } });
    expect(text).toContain('Could not be projected: 1 records in the live one, 2 in the new one');
    expect(text).toContain('generation 2: o-7 (LP_CODEC_UNDECODABLE)');
  });
});

describe('whether a projection is well', () => {
  const partition = { topic: 't', partition: 0, position: 5n, end: 9n, lag: 4n, lagSeconds: 0.3, applied: 5n };
  const reading = (over: object = {}): ProjectionStatus => ({
    name: 'orders',
    paused: null,
    generations: [],
    partitions: [{ ...partition, movedAt: null, error: null, ...over }],
    filling: null,
    parked: [],
    operation: null,
    drift: null,
  });

  it.each([
    ['what it is behind has only just come', {}, true],
    ['it stands still behind old records', { lagSeconds: 8 }, false],
    ['nobody knows how old they are', { lagSeconds: null }, false],
    ['it is far behind and moves', { lagSeconds: 800, position: 6n }, true],
    ['it has an error', { lag: 0n, error: 'poison' }, false],
    ['it is at the end', { lag: 0n, lagSeconds: 0, position: 9n }, true],
  ])('given that %s, then the answer is that', (_, over, well) => {
    expect(isWell(reading(over), reading())).toBe(well);
  });

  it('given rows that are not what the log says, then it is not', () => {
    const looked = { generation: 1, buckets: 64, seen: 1, lookedAt: new Date(0), trimmed: false };
    const drift = { ...looked, keys: 3, differences: 1, samples: [] };
    expect(isWell({ ...reading({ lag: 0n }), drift }, reading())).toBe(false);
  });

  it('given keys that are known to be stale, then it is not', () => {
    const parked = [{ generation: 1, count: 1, oldest: new Date(0), error: { code: 'C', message: 'm' } }];
    expect(isWell({ ...reading({ lag: 0n }), parked }, reading())).toBe(false);
  });
});
