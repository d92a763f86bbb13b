import { defineProcessor } from '../../runtime/tasks/definition.ts';
import type { Instrument } from '../../schemas/types/instruments.ts';
import { decide } from './decide.ts';
import type { InstrumentInputs } from './model.ts';

export const instruments = defineProcessor<Instrument, InstrumentInputs, Record<never, never>>({
  name: 'instruments',
  entity: 'instrument',
  owns: 'instruments',
  reads: ['market-requests'],
  tables: [],
  asks: ['pricing-requests'],
  effects: [],
  historyBound: 32,
  decide,
});
