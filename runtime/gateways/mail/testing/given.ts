import { onTestFinished } from 'vitest';
import { createSealer } from '../../../codec/sealer.ts';
import type { FatEvent, PendingEffect } from '../../../tasks/fat-event.ts';
import { createMemoryVault } from '../../../vault/memory.ts';
import type { Vault } from '../../../vault/port.ts';
import { pending, unbroken, type Watched, watcher } from '../../testing/effects.ts';
import type { SealedMail } from '../calls.ts';
import { createMailGateway, type MailGatewayOptions } from '../gateway.ts';

type Customer = { readonly customerId: string; readonly name: string | null; readonly email: string | null };

const text = ['null', 'string'];
const customers = JSON.stringify({
  type: 'record',
  name: 'Customer',
  dataSubject: 'customerId',
  fields: [
    { name: 'customerId', type: 'string' },
    { name: 'name', type: text, default: null, personal: true },
    { name: 'email', type: text, default: null, personal: true },
  ],
});

/** The effect of the mail with this number; its key is its Message-ID. */
export function mailEffect(number = 1, over: Partial<PendingEffect> = {}): PendingEffect {
  const messageId = `<confirmed.${number}@longplay.invalid>`;
  return pending({
    id: `order-${number}/mail`,
    kind: 'mail',
    idempotencyKey: messageId,
    reference: messageId,
    ...over,
  });
}

/** A gateway that sends mails to this customer, sealed as in a fact. */
export async function mailGateway(
  options: Pick<MailGatewayOptions, 'url'> & Partial<MailGatewayOptions>,
  email: string | null = 'anna@shop.example',
  name: string | null = 'Änna Müller',
) {
  const vault: Vault = options.vault ?? createMemoryVault();
  const customer = await createSealer<Customer>(customers, vault).seal({ customerId: 'customer-1', name, email });
  const watched: Watched = watcher();
  const gateway = createMailGateway(
    {
      from: 'MusicCorp <orders@shop.example>',
      tls: 'none',
      timeout: 2_000,
      tries: 2,
      firstDelay: 5,
      longestDelay: 20,
      vault,
      compose: ({ idempotencyKey }): SealedMail => ({
        ...customer,
        messageId: idempotencyKey,
        date: Date.UTC(2026, 0, 1),
        subject: 'Your order is confirmed',
        text: to => `Hello ${to},\n\n€25.00 in all.\n`,
      }),
      ...options,
    },
    [watched],
  );
  onTestFinished(() => gateway.close());
  const send = (effect = mailEffect(), signal = unbroken()) => gateway.runners.mail(effect, {} as FatEvent, signal);
  return { gateway, vault, watched, send, customer };
}
