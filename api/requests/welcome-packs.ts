import type { WelcomePackRequest } from '../../schemas/types/welcome-pack-requests.ts';
import type { PackBody } from './bodies.ts';
import { type Asking, common, type Request } from './request.ts';

/** What the warehouse reports of a customer's welcome pack. */
export const reportPack = (
  asking: Asking,
  customerId: string,
  type: Exclude<WelcomePackRequest['type'], 'UNKNOWN'>,
  { addressVersion, carrier, tracking, reason }: PackBody,
): Request<'welcome-pack-requests'> => ({
  topic: 'welcome-pack-requests',
  key: customerId,
  value: {
    ...common(asking, `welcome-pack-request.${type.toLowerCase()}`, asking.id),
    customerId,
    type,
    addressVersion: addressVersion ?? null,
    sent: type === 'SENT' ? { carrier: carrier ?? '', tracking: tracking ?? null } : null,
    failed: type === 'FAILED' ? { reason: reason ?? '' } : null,
  },
});
