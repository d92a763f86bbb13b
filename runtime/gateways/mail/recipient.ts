import { createSealer } from '../../codec/sealer.ts';
import type { Vault } from '../../vault/port.ts';
import type { SealedMail } from './calls.ts';

export type OpenRecipient = (mail: SealedMail) => Promise<{ name: string | null; email: string | null }>;

const text = ['null', 'string'];

/** Only what a mail needs of a customer. A sealed text names its key itself, so any schema opens it. */
const schema = JSON.stringify({
  type: 'record',
  name: 'Recipient',
  namespace: 'longplay.mail',
  dataSubject: 'customerId',
  fields: [
    { name: 'customerId', type: 'string' },
    { name: 'name', type: text, default: null, personal: true },
    { name: 'email', type: text, default: null, personal: true },
  ],
});

type Recipient = Pick<SealedMail, 'customerId' | 'name' | 'email'>;

/**
 * Opens the recipient when the mail is sent and not before; all null where the customer's key was destroyed.
 *
 * @throws VaultError where the vault can't be asked; LP_CODEC_SEAL_BROKEN.
 */
export function recipientOpener(vault: Vault): OpenRecipient {
  const sealer = createSealer<Recipient>(schema, vault);
  return async ({ customerId, name, email }) => {
    const [opened] = await sealer.open([{ customerId, name, email }]);
    return { name: opened?.name ?? null, email: opened?.email ?? null };
  };
}
