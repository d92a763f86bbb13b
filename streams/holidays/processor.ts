import type { SagaStepDefinition } from '../../runtime/saga/definition.ts';
import { defineSaga } from '../../runtime/saga/saga.ts';
import type { Holiday } from '../../schemas/types/holidays.ts';
import { hear } from './hear.ts';
import { type HolidayInputs, pacing as ours, type Pacing } from './model.ts';

/** With another patience than ours, such as in a spec. */
export const holidaysBy = ({ retry, step: within, whole }: Pacing) => {
  const step = (name: 'car' | 'hotel' | 'flight'): SagaStepDefinition<Holiday> => ({
    name,
    do: `book-${name}`,
    undo: `cancel-${name}`,
    owedBy: `${name}-provider`,
    retry,
    within,
  });
  return defineSaga<Holiday, HolidayInputs, Record<never, never>>({
    name: 'holidays',
    entity: 'holiday',
    owns: 'holidays',
    reads: ['holiday-requests'],
    tables: [],
    asks: [],
    historyBound: 64,
    within: whole,
    // The flight last: it is what most often cannot be had, and what has alternatives.
    steps: [step('car'), step('hotel'), { ...step('flight'), alternatives: ({ terms }) => terms.flights.length }],
    hear,
  });
};

export const holidays = holidaysBy(ours);
