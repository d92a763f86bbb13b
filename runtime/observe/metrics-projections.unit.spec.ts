import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { countApplied, type ProjectionSeen, showProjections } from './metrics-projections.ts';

const at = new Date('2026-01-01T00:00:00Z');
const part = { topic: 'p.orders', partition: 0, position: 3n, end: 9n, lag: 6n, lagSeconds: 2.5 };
const partition = { ...part, applied: 40n, movedAt: at, error: null };

const seen: ProjectionSeen = {
  name: 'orders',
  paused: null,
  generations: [
    { number: 1, state: 'previous', fingerprint: null, since: at, lag: 0n, rows: 5, error: null },
    { number: 2, state: 'live', fingerprint: 'f', since: at, lag: 7n, rows: 5, error: null },
    { number: 3, state: 'building', fingerprint: 'f', since: at, lag: null, rows: 5, error: null },
  ],
  partitions: [partition, { ...partition, partition: 1, lag: 1n, lagSeconds: 11, applied: 2n, error: 'poison' }],
  filling: null,
  parked: [{ generation: 2, count: 3, oldest: at, error: { code: 'LP_CODEC_UNDECODABLE', message: 'junk' } }],
  operation: null,
  drift: null,
  progress: null,
};

async function shown(one: ProjectionSeen): Promise<Record<string, number>> {
  const metrics = createMetrics({ process: false });
  showProjections(
    metrics,
    async () => [one],
    () => at.getTime(),
  );
  const lines = (await metrics.text()).split('\n').filter(line => line.startsWith('longplay_projection'));
  return Object.fromEntries(
    lines.map(line => {
      const cut = line.lastIndexOf(' ');
      return [line.slice('longplay_projection_'.length, cut), Number(line.slice(cut + 1))];
    }),
  );
}

describe('the metrics of a projection', () => {
  it('show its generations, how far it is behind, and what stands still', async () => {
    const found = await shown(seen);
    expect(found).toEqual({
      'live_generation{projection="orders"}': 2,
      'generations{projection="orders",state="previous"}': 1,
      'generations{projection="orders",state="live"}': 1,
      'generations{projection="orders",state="building"}': 1,
      'lag_offsets{projection="orders"}': 7,
      'lag_seconds{projection="orders"}': 11,
      'applied_records{projection="orders"}': 42,
      'partitions_failed{projection="orders"}': 1,
      'open_cases{projection="orders"}': 3,
      'paused{projection="orders"}': 0,
    });
  });

  it('given a lag of which nobody knows the age, then no age is shown', async () => {
    const found = await shown({ ...seen, partitions: [partition, { ...partition, lagSeconds: null }] });
    expect(found['lag_seconds{projection="orders"}']).toBeUndefined();
  });

  it('given a look of the sentinel, then its age and what it found are shown', async () => {
    const lookedAt = new Date(at.getTime() - 90_000);
    const drift = {
      generation: 2,
      buckets: 64,
      seen: 6,
      lookedAt,
      keys: 31,
      differences: 2,
      samples: [],
      trimmed: false,
    };
    expect(await shown({ ...seen, drift })).toMatchObject({
      'drift_age_seconds{projection="orders"}': 90,
      'drift_keys{projection="orders"}': 31,
      'drift_differences{projection="orders"}': 2,
    });
  });

  it('given a rebuild under way in a paused projection, then its state and progress are shown', async () => {
    const operation = { kind: 'rebuild', state: 'loading' } as ProjectionSeen['operation'];
    const paused = { at, reason: null };
    expect(await shown({ ...seen, paused, operation, progress: 0.25 })).toMatchObject({
      'paused{projection="orders"}': 1,
      'operation{projection="orders",operation="rebuild",state="loading"}': 1,
      'operation_progress_ratio{projection="orders",operation="rebuild"}': 0.25,
    });
  });

  it('count what this process has applied', async () => {
    const metrics = createMetrics({ process: false });
    const applied = countApplied(metrics);
    applied({ projection: 'orders', records: 100, rows: 60, ms: 20 });
    applied({ projection: 'orders', records: 1, rows: 1, ms: 5 });
    const text = await metrics.text();
    expect(text).toContain('longplay_projector_batches_total{projection="orders"} 2');
    expect(text).toContain('longplay_projector_records_total{projection="orders"} 101');
    expect(text).toContain('longplay_projector_rows_total{projection="orders"} 61');
    expect(text).toMatch(/^longplay_projector_batch_duration_seconds_sum\{projection="orders"\} 0\.025$/m);
  });
});
