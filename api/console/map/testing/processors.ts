import type { LogRecord } from '../../../../runtime/log/port.ts';
import { stations } from '../../../../test/topology/shop.ts';
import type { ProcessorPulse } from '../../pulse.ts';
import type { Standing } from '../standing.ts';

export const NOW = Date.parse('2026-11-21T21:00:00Z');
export const well: Standing = { state: 'well', mood: 'good', says: 'caught up', since: null };
export const stopped: Standing = { state: 'stopped', mood: 'bad', says: 'stopped, 7 wait', since: NOW - 60_000 };

/** A processor of the shop's own topology that is caught up, but for `over`. */
export const pulseOf = (processor: string, over: Partial<ProcessorPulse> = {}): ProcessorPulse => {
  const station = stations.find(one => one.processor === processor) ?? (stations[0] as (typeof stations)[number]);
  const inputs = station.reads.map(topic => ({
    ...{ topic, partition: 0, position: 5n, start: 0n, end: 5n, lag: 0n, program: '0.2.0' },
  }));
  return { station, inputs, lag: 0n, programs: ['0.2.0'], halts: [], standing: well, ...over };
};
/** All of them. */
export const all = (over: Partial<Record<string, Partial<ProcessorPulse>>> = {}): ProcessorPulse[] =>
  stations.map(({ processor }) => pulseOf(processor, over[processor]));
/** A record of a writer, three seconds old. */
export const wrote = (source: string): LogRecord => ({
  ...{ topic: 't', partition: 0, offset: 0n, timestamp: NOW - 3_000, key: null, value: null },
  headers: [['ce_source', Buffer.from(`/shop/${source}`)]],
});
