import type { Settings } from '../../runtime/config/settings.ts';
import { logObserver } from '../../runtime/gateways/observer.ts';
import { gatewayMetrics } from '../../runtime/observe/metrics-tasks.ts';
import type { EffectRunner } from '../../runtime/tasks/engine.ts';
import { createVaultGateway } from '../../runtime/vault/gateway.ts';
import type { Vault } from '../../runtime/vault/port.ts';
import { keyOwner } from '../../streams/customers/erasure.ts';
import { noBookings, openBookings, runningBookings, startBookings, usesBookingStandIn } from './bookings.ts';
import { openMail, runningMail, startMail, usesMailStandIn } from './mail.ts';
import { openPayments, runningPayments, startPayments, usesPaymentStandIn } from './payments.ts';
import type { Program, Roles } from './program.ts';
import { openWebhooks } from './webhooks.ts';

type Choice = 'stand-in' | 'given' | 'unused';

/** Which providers the processors of this process use. */
export type ProviderChoice = { readonly payments: Choice; readonly mail: Choice; readonly bookings: Choice };

export type Providers = {
  readonly runners: Readonly<Record<string, EffectRunner>>;
  /** Where the stand-ins show what they did. */
  readonly addresses: Readonly<Record<string, string>>;
};

/** To be asked first: what is not set must not be noticed only when everything else is up. */
export function chooseProviders(settings: Settings, { streams = [] }: Pick<Roles, 'streams'>): ProviderChoice {
  const choose = (processor: string, usesStandIn: (settings: Settings) => boolean): Choice => {
    if (!streams.includes(processor)) return 'unused';
    return usesStandIn(settings) ? 'stand-in' : 'given';
  };
  return {
    payments: choose('payments', usesPaymentStandIn),
    mail: choose('notifications', usesMailStandIn),
    bookings: choose('holidays', usesBookingStandIn),
  };
}

/** Opens the gateways, and before them the stand-ins: started here, or those of a `longplay up` that runs. */
export async function openProviders(choice: ProviderChoice, program: Program, vault: Vault): Promise<Providers> {
  const payments = await paymentsFor(choice.payments, program);
  const mail = await mailFor(choice.mail, program, vault);
  const bookings = await bookingsFor(choice.bookings, program);
  return {
    runners: {
      ...payments.runners,
      ...mail.runners,
      ...bookings.runners,
      ...erasing(vault, program).runners,
      ...openWebhooks(vault, program),
    },
    addresses: { ...payments.addresses, ...mail.addresses, ...bookings.addresses },
  };
}

/** Customers' keys, whose destruction is an effect like any other. */
const erasing = (vault: Vault, { logger, metrics }: Program) =>
  createVaultGateway({ vault, subjectOf: keyOwner }, [
    logObserver(logger.child({ part: 'vault' })),
    gatewayMetrics(metrics),
  ]);

const none: Providers = { runners: {}, addresses: {} };

async function paymentsFor(choice: Choice, program: Program): Promise<Providers> {
  const { settings, roles } = program;
  if (choice === 'given' && settings.payments.url !== null) {
    return { ...none, runners: openPayments(settings.payments.url, program).runners };
  }
  if (choice !== 'stand-in') return none;
  const url = roles.local === 'start' ? await startPayments(program, roles.fresh ?? false) : runningPayments(settings);
  return { runners: openPayments(url, program).runners, addresses: { payments: url } };
}

async function mailFor(choice: Choice, program: Program, vault: Vault): Promise<Providers> {
  const { settings, roles } = program;
  if (choice === 'given' && settings.mail.url !== null) {
    return { ...none, runners: openMail(settings.mail.url, vault, program).runners };
  }
  if (choice !== 'stand-in') return none;
  const { url, web } = roles.local === 'start' ? await startMail(program, roles.fresh ?? false) : runningMail(settings);
  return { runners: openMail(url, vault, program).runners, addresses: { mailbox: web } };
}

async function bookingsFor(choice: Choice, program: Program): Promise<Providers> {
  const { settings, roles } = program;
  const { url: given } = settings.bookings;
  if (choice === 'unused') return none;
  if (choice === 'given') return { ...none, runners: given === null ? noBookings() : openBookings(given, program) };
  const url = roles.local === 'start' ? await startBookings(program, roles.fresh ?? false) : runningBookings(settings);
  return { runners: openBookings(url, program), addresses: { bookings: url } };
}
