import type { Setting } from './setting.ts';
import { oneOf, wholeNumber } from './values.ts';

/** The pricing farm of a process that runs the processor `prices`. */
export const pricingSettings = {
  PRICING_WORKERS: {
    group: 'Pricing farm',
    schema: wholeNumber(1, 1_000),
    type: 'number',
    fallback: null,
    defaultText: 'one for each core but one, at least 1',
    unit: 'processes',
    meaning: 'Workers that work out prices, for this process. They are started when there is something to be priced.',
    otherwise:
      'More than there are cores: each price takes longer, and the shop waits for a core. Each takes about 100 MB.',
  },
  PRICING_TIME_LIMIT: {
    group: 'Pricing farm',
    schema: wholeNumber(10, 3_600_000),
    type: 'number',
    fallback: 10_000,
    unit: 'ms',
    meaning: 'Longest time that one price may take; then its worker is ended, and that counts as a failure.',
    otherwise:
      'Too short: prices are given up on a busy machine. Too long: one that never ends holds a worker as long.',
  },
  PRICING_DRILL: {
    group: 'Pricing farm',
    schema: oneOf(['abort:call', 'abort:put', 'abort:barrier']),
    type: 'abort:call, abort:put, abort:barrier',
    fallback: null,
    meaning: 'For drills only: each price of a position of this kind aborts its worker.',
    otherwise: 'With it in production, no position of this kind is priced.',
  },
} as const satisfies Record<string, Setting>;
