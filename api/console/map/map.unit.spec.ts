import { describe, expect, it } from 'vitest';
import type { ReadGroup } from '../../../runtime/casebook/case-rows.ts';
import { topics } from '../../../schemas/topics.ts';
import { stations } from '../../../test/topology/shop.ts';
import { html, render } from '../html.ts';
import type { ProcessorPulse } from '../pulse.ts';
import { overlaid } from './overlay.ts';
import { sampleOf } from './seen.ts';
import type { Standing } from './standing.ts';
import { all, NOW, pulseOf, stopped, wrote } from './testing/processors.ts';
import { fieldsOf } from './topic-view.ts';
import { mapView } from './view.ts';

const group = (processor: string): ReadGroup => ({
  ...{ processor, group: 'g', code: 'LP_CODEC_UNDECODABLE', message: 'm', frame: 'f', transient: false, cases: 2 },
  ...{
    queued: 1,
    retrying: 0,
    keysBlocked: 2,
    firstSeen: new Date(NOW),
    lastSeen: new Date(NOW),
    example: 'c',
    retryAt: null,
  },
});
const seen = (...samples: readonly (readonly [topic: string, writer: string])[]) => ({
  samples: new Map(samples.map(([topic, writer]) => [topic, sampleOf(topic, [wrote(writer)], 2n)])),
  rates: new Map(samples.map(([topic]) => [topic, 24])),
  grown: new Map<string, number>(),
});
const shown = (processors: ProcessorPulse[], hospital: ReadGroup[] = [], what = seen()): string =>
  render(html`${mapView(overlaid(processors, hospital, topics, what, 'facts', NOW), NOW)}`);

describe('the map', () => {
  it('shows each processor and each topic between them, in the picture and in the table, as links', () => {
    const page = shown(all());
    for (const { processor, owns } of stations) {
      expect(page).toContain(`id="card-${processor}"`);
      expect(page).toContain(`id="row-${processor}"`);
      expect(page).toContain(`<a href="/console/nodes/topics/${owns}"`);
    }
    expect(page).toContain('Nothing needs a person.');
    expect(page).not.toMatch(/style=|<script/);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(ids.length).toBe(new Set(ids).size);
  });

  it('claims nothing of what nobody could be asked about', () => {
    const page = render(html`${mapView(overlaid(all(), null, topics, seen(), 'facts', NOW), NOW)}`);
    expect([page.includes('Nothing needs a person'), page.includes('cannot be told now what is parked')]).toEqual([
      false,
      true,
    ]);
  });

  it('says how many records a minute, markers not counted, and which version wrote when', () => {
    const page = shown(all(), [], seen(['payments', 'payments']));
    expect(page).toContain('payments of payments, read by orders · 12/min');
    expect(page).toContain('0.2.0 · wrote 3.0 s ago');
  });

  it('cuts what a card has no room for, and has all of it in the title', () => {
    const long: Standing = { ...stopped, says: 'no process runs it, 12,345 wait' };
    const rates = new Map([['welcome-pack-requests', 2_468]]);
    const page = shown(all({ payments: { standing: long } }), [], { ...seen(), rates });
    expect(page).toContain('class="topic">welcome-pack-re…</text>');
    expect(page).toContain('<title>topic welcome-pack-requests, comes in, 2,468/min');
    expect(page).toContain('class="state bad">no process runs it, 12,345 wait</text>');
    expect(page).toContain('no process runs it, 12,345 wait since 20:59:00');
  });

  it('is red for what needs a person alone: a processor that has stopped, and cases that wait for somebody', () => {
    const inputs = pulseOf('payments').inputs.map(one => ({ ...one, lag: 7n }));
    const page = shown(all({ payments: { standing: stopped, lag: 7n, inputs } }), [group('stock')]);
    expect(page).toContain('class="card bad" id="card-payments"');
    expect(page).toContain('class="edge reads held" id="edge-orders&gt;payments"');
    expect(page).toContain('stopped, 7 wait since 20:59:00');
    expect(page).toContain('class="card bad" id="card-stock"');
    expect(page).toContain('3 cases, 2 keys blocked. <a href="/console/hospital?processor=stock">');
    expect(page.match(/class="card bad"/g)).toHaveLength(2);
  });

  it('lets what is declared but silent, and what is seen but declared nowhere, stand out', () => {
    const page = shown(all(), [], seen(['payments', 'payments'], ['stock', 'fraud'], ['shipments', '<b>x</b>']));
    const isThere = (part: RegExp): boolean => part.test(page);
    expect(isThere(/class="edge odd[^"]*" id="edge-odd-writes-stock&gt;fraud"/)).toBe(true);
    expect(page).toContain('also written by fraud, which is declared nowhere');
    expect(isThere(/class="edge reads back silent" id="edge-shipments&gt;orders"/)).toBe(true);
    expect(page).toContain('Seen on the log, but declared nowhere');
    expect(page).toContain('b&gt; writes');
    expect(page).not.toContain('<b>x');
  });
});

describe('what is declared, but silent', () => {
  const quiet = {
    ...seen(['stock', 'stock'], ['shipments', 'fraud']),
    samples: new Map([
      ['stock', sampleOf('stock', [{ ...wrote('stock'), timestamp: NOW - 3 * 3_600_000 }], 1n)],
      ['shipments', sampleOf('shipments', [wrote('fraud')], 1n)],
      ['payments', sampleOf('payments', [], 0n)],
      ['orders', sampleOf('orders', [wrote('orders')], 1n)],
    ]),
  };

  it('is told in words wherever it is drawn: on the card, in the title, in the table, each with since when', () => {
    const page = shown(all(), [], quiet);
    expect(page).toContain(
      'shipments of shipping, read by orders · silent · declared, but silent: none of its newest 1 record is from shipping, and the last came 3.0 s ago',
    );
    expect(page).toContain('<title>topic stock, written here, silent: the last record came 3 h ago</title>');
    expect(page).toContain(
      'read by orders · empty · declared, but empty: nothing is on it, or all of it was read and trimmed',
    );
    expect(page).toMatch(/nodes\/topics\/stock">stock<\/a> <span class="soft">silent for 3 h<\/span>/);
  });

  it('is listed where somebody looks, as nothing that needs a person', () => {
    const page = shown(all(), [], quiet);
    const [list = ''] = /<details id="silent">[\s\S]*?<\/details>/.exec(page) ?? [];
    expect(list).toContain('Declared, but silent: 3 of ');
    expect(list.match(/<li>/g)).toHaveLength(3);
    expect(list).toContain('>payments</a>, from <a href="/console/nodes/processors/payments">payments</a> to <a');
    expect(list).not.toContain('/topics/orders"');
    quiet.samples.delete('shipments');
    expect(shown(all(), [], quiet)).toMatch(/Nothing needs a person\.[\s\S]*Declared, but silent: 2 of /);
    expect(shown(all())).not.toContain('id="silent"');
  });
});

describe('the fields of a schema', () => {
  it('are told in a word each', () => {
    const money = { type: 'record', name: 'Money', fields: [] };
    const fields = fieldsOf({
      fields: [
        { name: 'at', type: { type: 'long', logicalType: 'timestamp-millis' }, doc: 'When.' },
        { name: 'name', type: ['null', { type: 'string', personal: 'customerId' }] },
        { name: 'lines', type: { type: 'array', items: money } },
        { name: 'sums', type: { type: 'map', values: 'shop.Money' } },
      ],
    });
    expect(fields.map(({ type, personal }) => [type, personal])).toEqual([
      ['long (timestamp-millis)', false],
      ['string?', true],
      ['list of Money', false],
      ['map of Money', false],
    ]);
    expect(fieldsOf(null)).toEqual([]);
  });
});
