import type { Instrument } from '../../schemas/types/instruments.ts';
import { kept } from '../kept.ts';

const DOCUMENT = ['quote', 'quotedAt'] as const;

export type InstrumentDocument = Pick<Instrument, (typeof DOCUMENT)[number]>;

export type InstrumentRow = {
  readonly instrument_id: string;
  readonly version: number;
  readonly status: Instrument['status'];
  readonly positions: number;
  readonly asked: number;
  readonly overtaken_quotes: number;
  readonly changed_at: string;
  readonly document: InstrumentDocument;
};

export const project = (instrument: Instrument): InstrumentRow => ({
  instrument_id: instrument.instrumentId,
  version: instrument.version,
  status: instrument.status,
  positions: instrument.positions.length,
  asked: instrument.asked,
  overtaken_quotes: instrument.overtakenQuotes,
  changed_at: new Date(instrument.event.time).toISOString(),
  document: kept(instrument, DOCUMENT),
});
