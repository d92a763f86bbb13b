import type { Explained } from './explained.ts';

/** Providers outside, and their stand-ins. */
export const gatewaysErrors = {
  LP_GATEWAY_OPTIONS_INVALID: {
    meaning: 'The limits of a gateway (timeout, tries, lifetime of keys…) do not fit together; it was not started.',
    remedy: 'Correct what the message lists; each option is described in runtime/gateways/options.ts.',
  },
  LP_STANDIN_PORT_TAKEN: {
    meaning: 'The stand-in of a provider cannot listen on the port that it was given.',
    remedy: 'Stop the program that uses the port, or give the stand-in another one (0 takes a free one).',
  },
  LP_STANDIN_LEDGER_DAMAGED: {
    meaning: 'The ledger (or mailbox) of a provider’s stand-in cannot be read, or another program writes to it.',
    remedy: 'Run one stand-in per data folder; start with an empty folder where the file itself is damaged.',
  },
  LP_STANDIN_USAGE: {
    meaning: 'The stand-in of a provider was started with arguments that it does not understand.',
    remedy: 'Run it with --help.',
  },
} as const satisfies Record<string, Explained>;
