import type { WelcomePack } from '../../schemas/types/welcome-packs.ts';
import { kept } from '../kept.ts';

const DOCUMENT = [
  'customerId',
  'version',
  'status',
  'address',
  'failure',
  'carrier',
  'tracking',
  'sentAt',
  'deadlines',
] as const;

export type WelcomePackDocument = Pick<WelcomePack, (typeof DOCUMENT)[number]>;

export const project = (pack: WelcomePack) => ({
  customer_id: pack.customerId,
  version: pack.version,
  status: pack.status,
  changed_at: new Date(pack.event.time).toISOString(),
  document: kept(pack, DOCUMENT),
});
