import { describe, expect, it } from 'vitest';
import { areaOf, sections } from './metrics.page.ts';
import { createMetrics } from './metrics.ts';
import { type MetricDefinition, metricsCatalogue } from './metrics-catalogue.ts';

const metricsOf = (text: string): string[] => text.split('\n').filter(line => line !== '' && !line.startsWith('#'));

describe('the catalogue of metrics', () => {
  const all = Object.entries<MetricDefinition>(metricsCatalogue);

  it.each(all)('%s follows the conventions of Prometheus', (name, { type, help, labels, buckets }) => {
    expect(name).toMatch(/^longplay_[a-z]+(_[a-z]+)*$/);
    // https://prometheus.io/docs/practices/naming/: counters end in _total, and units are seconds, not milliseconds.
    expect(name.endsWith('_total')).toBe(type === 'counter');
    expect(name).not.toMatch(/_(ms|milliseconds|minutes|percent)\b/);
    if (type === 'histogram') expect([name.endsWith('_seconds'), buckets?.length]).toEqual([true, expect.any(Number)]);
    expect(help).toMatch(/^[\w\d].*\.$/s);
    // What has no end of values has no place in a label.
    for (const label of labels) expect(label).not.toMatch(/^(key|id|order|customer|path|message|error|le)$/);
  });

  it('has each area in one section of the reference', () => {
    const areas = new Set(all.map(([name]) => areaOf(name)));
    expect(sections.flatMap(({ of }) => of).sort()).toEqual([...areas].sort());
  });
});

describe('the metrics of a process', () => {
  it('show what was counted, set and observed, and nothing that was not', async () => {
    const metrics = createMetrics({ process: false });
    metrics.count('longplay_effects_total', { kind: 'charge', status: 'done' });
    metrics.count('longplay_effects_total', { kind: 'charge', status: 'done' }, 2);
    metrics.set('longplay_door_closed', { door: 'api' }, 1);
    metrics.move('longplay_effects_under_way', { kind: 'charge' }, 1);
    metrics.observe('longplay_effect_duration_seconds', { kind: 'charge' }, 0.02);
    const text = await metrics.text();
    expect(metricsOf(text)).toEqual(
      expect.arrayContaining([
        'longplay_effects_total{kind="charge",status="done"} 3',
        'longplay_door_closed{door="api"} 1',
        'longplay_effects_under_way{kind="charge"} 1',
        'longplay_effect_duration_seconds_bucket{le="0.025",kind="charge"} 1',
        'longplay_effect_duration_seconds_count{kind="charge"} 1',
      ]),
    );
    expect(text).not.toContain('longplay_http');
    expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it('are those of one process only: another one knows nothing of them', async () => {
    createMetrics({ process: false }).set('longplay_door_closed', { door: 'api' }, 1);
    expect(metricsOf(await createMetrics({ process: false }).text())).toEqual([]);
  });

  it('hold those of the process under their usual names', async () => {
    expect(await createMetrics().text()).toMatch(/^process_resident_memory_bytes \d+$/m);
  });
});

describe('what is asked for at a scrape', () => {
  const paused = (projection: string) =>
    ({ name: 'longplay_projection_paused', labels: { projection }, value: 1 }) as const;

  it('given what a look does not bring any more, then it is not shown any more', async () => {
    let there = ['orders', 'stock'];
    const metrics = createMetrics({ process: false });
    const look = () => there.map(paused);
    metrics.collect({ name: 'projections', gauges: ['longplay_projection_paused'], look });
    expect(await metrics.text()).toContain('longplay_projection_paused{projection="stock"} 1');
    there = ['orders'];
    const text = await metrics.text();
    expect(text).toContain('longplay_projection_paused{projection="orders"} 1');
    expect(text).not.toContain('stock');
  });

  it('given an answer that is young enough, then it is shown again', async () => {
    let now = 0;
    let looks = 0;
    const metrics = createMetrics({ process: false, now: () => now });
    const look = () => [paused(`look ${++looks}`)];
    metrics.collect({ name: 'projections', gauges: ['longplay_projection_paused'], keep: 10, look });
    await metrics.text();
    now = 9;
    expect(await metrics.text()).toContain('look 1');
    now = 10;
    expect(await metrics.text()).toContain('look 2');
  });

  it.each([
    ['fails', () => Promise.reject(new Error('away'))],
    [
      'throws',
      () => {
        throw new Error('away');
      },
    ],
    ['never answers', () => new Promise<never>(() => undefined)],
  ])('given one that %s, then the scrape does without it and says so', async (_, trouble) => {
    const metrics = createMetrics({ process: false, patience: 20 });
    let well = true;
    const look = () => (well ? [paused('orders')] : trouble());
    metrics.collect({ name: 'projections', gauges: ['longplay_projection_paused'], look });
    metrics.collect({ name: 'tasks', gauges: [], look: () => [] });
    expect(await metrics.text()).toContain('projection="orders"');
    well = false;
    expect(metricsOf(await metrics.text())).toEqual([
      'longplay_collector_up{collector="projections"} 0',
      'longplay_collector_up{collector="tasks"} 1',
    ]);
  });

  it('given many scrapers at once, then it is asked once', async () => {
    let looks = 0;
    const metrics = createMetrics({ process: false });
    const look = async () => [paused(`look ${++looks}`)];
    metrics.collect({ name: 'projections', gauges: ['longplay_projection_paused'], look });
    const texts = await Promise.all([metrics.text(), metrics.text(), metrics.text()]);
    expect(looks).toBe(1);
    expect(new Set(texts).size).toBe(1);
  });
});
